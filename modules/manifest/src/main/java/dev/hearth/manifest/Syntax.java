package dev.hearth.manifest;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Says in other words what the parser finds wrong with a text. */
final class Syntax {

    private static final String CORRECT = "correct the text there or just above";

    private Syntax() {}

    static Position position(Mark mark, String file, int above) {
        return new Position(file, above + mark.getLine() + 1, mark.getColumn() + 1);
    }

    static YamlException fault(MarkedYamlEngineException e, String file, int above) {
        Mark mark = e.getProblemMark().or(e::getContextMark).orElse(null);
        String problem = String.valueOf(e.getProblem());
        if (mark == null) {
            return new YamlException(new Position(file, above + 1, 1), problem, "correct the text");
        }
        Position where = position(mark, file, above);
        String opened = e.getContextMark()
                .map(context -> " that begins at " + position(context, file, above))
                .orElse("");
        String context = String.valueOf(e.getContext());
        int next = mark.getPointer() < mark.getBuffer().length ? mark.getBuffer()[mark.getPointer()] : -1;
        int previous = mark.getPointer() > 0 ? mark.getBuffer()[mark.getPointer() - 1] : -1;
        if (next == '\t' || (next == ' ' && previous == '\t')) {
            return new YamlException(where, "a tab stands where YAML wants spaces", "replace the tab by spaces");
        }
        if (problem.contains("cannot start any token")) {
            return new YamlException(
                    where, "a plain text cannot begin with " + Character.toString(next), "put the text in quotes");
        }
        if (problem.startsWith("mapping values are not allowed")) {
            return new YamlException(
                    where,
                    "a colon where no key can stand",
                    "quote a value that holds \": \", or correct the indentation");
        }
        if (context.contains("quoted scalar") && problem.contains("end of stream")) {
            return new YamlException(
                    where,
                    "the text ends within quotes" + opened.replace("that begins", "that begin"),
                    "close the quotes");
        }
        if (context.contains("flow ")) {
            String kind = context.contains("sequence") ? "the list [" : "the mapping {";
            return new YamlException(where, "in " + kind + opened + ": " + problem, "close it or add the comma");
        }
        if (context.contains("block collection") || context.contains("block mapping")) {
            return new YamlException(
                    where,
                    "this line belongs neither to the list or mapping" + opened + " nor to one around it",
                    "correct the indentation");
        }
        return new YamlException(where, e.getContext() == null ? problem : context + ": " + problem, CORRECT);
    }
}
