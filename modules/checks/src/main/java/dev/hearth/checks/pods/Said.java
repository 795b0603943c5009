package dev.hearth.checks.pods;

import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.function.Consumer;

/**
 * Says what is wrong with one object.
 *
 * @param object the object
 * @param findings told each finding
 */
record Said(Manifest object, Consumer<Finding> findings) {

    /**
     * What a rule over all objects says of one of them, in that object's own file: another file may have an object of the same
     * identity.
     */
    static Said placed(Manifest object, Context context, Consumer<Finding> findings) {
        return new Said(object, finding -> findings.accept(finding.from(context.placeOf(object, finding.path()))));
    }

    void error(String rule, Field at, String message, String hint) {
        findings.accept(
                Finding.error(rule, object.identity(), message).at(at.path()).hint(hint));
    }

    void warning(String rule, Field at, String message, String hint) {
        findings.accept(
                Finding.warning(rule, object.identity(), message).at(at.path()).hint(hint));
    }

    void info(String rule, Field at, String message, String hint) {
        findings.accept(
                Finding.info(rule, object.identity(), message).at(at.path()).hint(hint));
    }
}
