package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;

/** How a volume may be used at once, and as what. */
final class AccessModes {

    /** What a volume is to its containers. */
    static final ImmutableSet<String> VOLUME_MODES = ImmutableSet.of("Block", "Filesystem");

    private static final String BY_ONE_POD = "ReadWriteOncePod";
    private static final ImmutableSet<String> ALL =
            ImmutableSet.of("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", BY_ONE_POD);

    private AccessModes() {}

    /** Tells every fault of a list of modes. */
    static void validate(Field modes, Faults faults) {
        if (modes.empty()) {
            faults.required(modes, "must hold a mode");
        }
        boolean shared = false;
        for (Field item : modes.items()) {
            String mode = item.textOrEmpty();
            if (!ALL.contains(mode)) {
                faults.unsupported(modes, ALL);
            }
            shared |= ALL.contains(mode) && !mode.equals(BY_ONE_POD);
        }
        if (shared && modes.texts().contains(BY_ONE_POD)) {
            faults.forbidden(modes, "ReadWriteOncePod is not for use beside other modes");
        }
    }
}
