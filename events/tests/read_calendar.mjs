// Reads a calendar from the standard input with ical.js and prints what it says of each meeting, as JSON.
// node read_calendar.mjs PATH_OF_ICAL_JS
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { default: ICAL } = await import(pathToFileURL(process.argv[2]));
const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf-8")));
const meetings = calendar.getAllSubcomponents("vevent").map((one) => {
  const event = new ICAL.Event(one);
  return {
    uid: event.uid,
    title: event.summary,
    starts: event.startDate.toUnixTime(),
    ends: event.endDate.toUnixTime(),
    zone: event.startDate.zone.tzid,
    sequence: event.sequence,
    status: one.getFirstPropertyValue("status"),
  };
});
console.log(JSON.stringify({ method: calendar.getFirstPropertyValue("method"), meetings }));
