/**
 * A mail server as a program: listens at the port of its argument, and says a line of JSON for each mail before it
 * acknowledges it. To be killed and paused, which `PostOffice` cannot be.
 */
import { PostOffice } from "./smtp.ts";

const office = new PostOffice({}, Number(process.argv[2]));
office.onMail = ({ to, headers }) =>
  console.log(JSON.stringify({ to: to[0], id: headers.get("message-id") }));
await office.open();
console.log("open");
