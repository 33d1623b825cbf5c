-- A stand-in for the few functions of Quarto and Pandoc that the extension calls: it is run without either.
-- `lua stand_in.lua <moons.lua> <html or pdf> <site>`
local shortcode, format, site = arg[1], arg[2], arg[3]
local function plain(content)
  local text = ""
  for _, part in ipairs(content) do text = text .. part end
  return text
end
quarto = { doc = { is_format = function(name) return name == format end } }
pandoc = {
  utils = { stringify = function(value) return type(value) == "table" and plain(value) or tostring(value) end },
  RawBlock = function(kind, text) return kind .. ":" .. text end,
  Str = function(text) return text end,
  LineBreak = function() return "\n" end,
  Image = function(content, file) return ("![%s](%s)"):format(plain(content), file) end,
  Link = function(content, address) return ("[%s](%s)"):format(plain(content), address) end,
  Para = plain,
}
local given = { chapter = { "sample" }, show = { "samplers" }, seed = "3", poster = "moons.png", title = { '"Moons" & <chains>' } }
local meta = { ["moons-site"] = site and { site } }
print(dofile(shortcode)["moons"]({}, given, meta))
