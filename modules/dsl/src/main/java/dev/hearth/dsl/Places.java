package dev.hearth.dsl;

import dev.hearth.findings.Place;

/** Where in the user's source a call came from. */
final class Places {

    private static final String LANGUAGE = Places.class.getPackageName() + ".";

    private Places() {}

    /** The nearest caller outside of this package. */
    static Place caller() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> !ofThisPackage(frame.getClassName()))
                        .findFirst()
                        .map(frame -> new Place(
                                frame.getFileName() == null ? frame.getClassName() : frame.getFileName(),
                                Math.max(frame.getLineNumber(), 0)))
                        .orElse(new Place("unknown", 0)));
    }

    private static boolean ofThisPackage(String className) {
        return className.startsWith(LANGUAGE)
                && className.indexOf('.', LANGUAGE.length()) < 0
                && !className.endsWith("Test");
    }
}
