-- Every request is one delegate's own ballot, signed in by that delegate's own token.
-- Arguments after `--`: file of "<token> <nonce>" lines, directory for the answers, the round's path, then its solutions' ids.
-- Each thread takes every n-th line, writes each answer it was given, and stops when its delegates have all voted.

local choices = { "yes", "no", "abstain" }
local threads = {}
local thread_number = 0

function setup(thread)
  thread:set("number", thread_number)
  thread_number = thread_number + 1
  threads[#threads + 1] = thread
end

function init(arguments)
  delegates, answers, path, solutions = arguments[1], arguments[2], arguments[3], {}
  total_threads = tonumber(arguments[4])
  for index = 5, #arguments do solutions[#solutions + 1] = arguments[index] end
  lines, line_number = {}, 0
  for line in io.lines(delegates) do
    if line_number % total_threads == number then lines[#lines + 1] = line end
    line_number = line_number + 1
  end
  next_line, counted, refused = 1, 0, 0
  output = io.open(answers .. "/" .. number .. ".txt", "w")
end

function request()
  local line = lines[next_line]
  if line == nil then
    output:flush()
    wrk.thread:stop()
    return wrk.format("GET", "/livez")
  end
  local token, nonce = line:match("(%S+) (%S+)")
  local parts = {}
  for index, solution in ipairs(solutions) do
    parts[index] = '"' .. solution .. '":"' .. choices[(next_line + index) % 3 + 1] .. '"'
  end
  next_line = next_line + 1
  local body = '{"choices":{' .. table.concat(parts, ",") .. '},"replaces":0,"nonce":"' .. nonce .. '"}'
  return wrk.format("PUT", path, {
    ["Authorization"] = "Bearer " .. token,
    ["Content-Type"] = "application/json",
  }, body)
end

function response(status, headers, body)
  output:write(status, " ", body, "\n")
end

function done(summary, latency, requests)
  io.write(string.format(
    'JSON {"requests":%d,"seconds":%.6f,"p50_ms":%.3f,"p99_ms":%.3f,"max_ms":%.3f,"not_2xx":%d,"socket_errors":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    latency.max / 1e3, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
