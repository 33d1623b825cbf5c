-- {{< moons chapter=denoise show=schedule >}}: the page where readers can press its buttons, elsewhere its poster and a link.
--
-- `site` is the address of the site's folder, here or as `moons-site` in the metadata; `poster` is a picture that
-- `cargo xtask poster` or the page has made; `title` is for those who hear the page. All else goes into the link.

local own = { site = true, poster = true, title = true, height = true, label = true }

local function escape(text)
  return (text:gsub("[&\"<>]", { ["&"] = "&amp;", ['"'] = "&quot;", ["<"] = "&lt;", [">"] = "&gt;" }))
end

local function encode(text)
  return (text:gsub("[^%w%-%._~,]", function(letter) return ("%%%02X"):format(letter:byte()) end))
end

local function moons(_, given, meta)
  local said = function(value) return value and pandoc.utils.stringify(value) or "" end
  local site = said(given["site"])
  if site == "" then site = said(meta["moons-site"]) end
  if site == "" then error("moons: say where the site is, as moons-site in the metadata or site= in the shortcode") end
  site = site:gsub("/?$", "/", 1)
  local title = said(given["title"])
  if title == "" then title = "From MCMC to diffusion" end

  local keys = {}
  for key in pairs(given) do
    if not own[key] then keys[#keys + 1] = key end
  end
  table.sort(keys)

  if quarto.doc.is_format("html") then
    local attributes = { ('settings="v=2" src="%s" label="%s"'):format(escape(site), escape(title)) }
    local height = said(given["height"])
    if height ~= "" then keys[#keys + 1] = "height" end
    for _, key in ipairs(keys) do
      attributes[#attributes + 1] = ('%s="%s"'):format(key, escape(said(given[key])))
    end
    return pandoc.RawBlock("html", ('<script src="%sembed.js"></script>\n<mcmc-to-diffusion %s></mcmc-to-diffusion>')
      :format(escape(site), table.concat(attributes, " ")))
  end

  local query = { "v=2" }
  for _, key in ipairs(keys) do
    -- A reader of paper opens the whole page.
    if key ~= "show" and key ~= "hide" and key ~= "lock" then
      query[#query + 1] = key .. "=" .. encode(said(given[key]))
    end
  end
  local link = site .. "?" .. table.concat(query, "&")
  local poster = said(given["poster"])
  local seen = poster == "" and { pandoc.Str(title) } or { pandoc.Image({ pandoc.Str(title) }, poster) }
  return pandoc.Para({ pandoc.Link(seen, link), pandoc.LineBreak(), pandoc.Link({ pandoc.Str(link) }, link) })
end

return { ["moons"] = moons }
