package dev.hearth.manifest;

/** Refuses characters that YAML has no place for, or that its readers take differently. */
final class TextCheck {

    private TextCheck() {}

    /** The text without a leading byte order mark. */
    static String accept(String text, String file, int firstLine) {
        int start = !text.isEmpty() && text.charAt(0) == 0xFEFF ? 1 : 0;
        if (text.length() > YamlReader.LONGEST) {
            throw new YamlException(
                    new Position(file, firstLine, 1),
                    "the text has " + text.length() + " characters, more than " + YamlReader.LONGEST,
                    "split the file");
        }
        for (int at = start; at < text.length(); at++) {
            char c = text.charAt(at);
            if ((c >= ' ' && c < 0x7F) || c == '\n') {
                continue;
            }
            if (c != '\t' && c != '\r' && YamlWriter.escaped(c) && !Unicode.paired(text, at)) {
                throw refuse(text, at, file, firstLine);
            }
        }
        String accepted = start == 0 ? text : text.substring(1);
        return accepted.stripLeading().startsWith("{") && accepted.indexOf('\t') >= 0 ? spaced(accepted) : accepted;
    }

    /** JSON may be indented by tabs, which the YAML parser takes only here and there; within its texts there are none. */
    private static String spaced(String text) {
        return Json.valid(text) ? text.replace('\t', ' ') : text;
    }

    private static YamlException refuse(String text, int at, String file, int firstLine) {
        int line = firstLine;
        int start = 0;
        for (int before = 0; before < at; before++) {
            char c = text.charAt(before);
            if (c == '\n' || (c == '\r' && text.charAt(before + 1) != '\n')) {
                line++;
                start = before + 1;
            }
        }
        char c = text.charAt(at);
        Position where = new Position(file, line, text.codePointCount(start, at) + 1);
        String name = String.format("U+%04X", (int) c);
        if (c == 0) {
            return new YamlException(where, "a NUL character: the file is binary or UTF-16", "save it as UTF-8 text");
        }
        if (c == 0x85 || c == 0x2028 || c == 0x2029) {
            return new YamlException(
                    where,
                    "the character " + name + " is a line break for YAML 1.1 readers, kubectl among them, and none for"
                            + " others",
                    String.format("write it as \"\\u%04X\" in double quotes, or remove it", (int) c));
        }
        if (c == 0xFEFF) {
            return new YamlException(where, "a byte order mark within the text", "remove it");
        }
        if (Character.isSurrogate(c)) {
            return new YamlException(where, "half of a surrogate pair, " + name + ", is no character", "remove it");
        }
        return new YamlException(
                where,
                "the control character " + name + " may not stand in YAML",
                String.format("write it as \"\\u%04X\" in double quotes, or remove it", (int) c));
    }
}
