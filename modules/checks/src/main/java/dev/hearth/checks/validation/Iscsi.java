package dev.hearth.checks.validation;

import dev.hearth.checks.rule.Field;
import java.util.regex.Pattern;

/** The names of iSCSI nodes, as volumes of pods and of clusters have them. */
final class Iscsi {

    private static final Pattern IQN = Pattern.compile("iqn\\.\\d{4}-\\d{2}\\.([A-Za-z0-9.-]+)(:[^,;*&$|\\s]+)$");
    private static final Pattern EUI = Pattern.compile("^eui.[A-Za-z0-9]{16}$");
    private static final Pattern NAA = Pattern.compile("^naa.[A-Za-z0-9]{32}$");

    private Iscsi() {}

    /** Tells whether that text, if there is one, is no such name, and where that is told. */
    static void qualifiedName(Field name, Field at, Faults faults) {
        String text = name.textOrEmpty();
        boolean good = text.isEmpty()
                || (text.startsWith("iqn") && IQN.matcher(text).find())
                || (text.startsWith("eui") && EUI.matcher(text).find())
                || (text.startsWith("naa") && NAA.matcher(text).find());
        if (!good) {
            faults.invalid(at, "must be a name like iqn.2001-04.com.example:storage, or one of eui. or naa.");
        }
    }
}
