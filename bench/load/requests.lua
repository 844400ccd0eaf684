-- Sends the same request as many viewers in turn: the file has one line of cookies for each.
local requests = {}
local last = 0

function init(args)
  for cookie in io.lines(args[1]) do
    wrk.headers["Cookie"] = cookie
    table.insert(requests, wrk.format("GET"))
  end
end

function request()
  last = last % #requests + 1
  return requests[last]
end
