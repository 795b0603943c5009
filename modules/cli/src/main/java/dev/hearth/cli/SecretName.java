package dev.hearth.cli;

import dev.hearth.cli.Failures.WrongUse;
import dev.hearth.dsl.Names;

/** Kubernetes' rules for names, told without the name: who mixes up arguments may have typed a value. */
final class SecretName {

    private SecretName() {}

    static String namespace(String text) {
        try {
            return Names.label("namespace", text);
        } catch (IllegalArgumentException none) {
            throw new WrongUse("--namespace must be 1 to 63 lower-case letters, digits and '-'");
        }
    }

    static String name(String text) {
        try {
            return Names.subdomain("name", text);
        } catch (IllegalArgumentException none) {
            throw new WrongUse("--name must be lower-case letters, digits, '-' and '.'");
        }
    }

    static boolean key(String text) {
        try {
            Names.key("key", text);
            return true;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }
}
