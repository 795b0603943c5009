package dev.hearth.checks.programs;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;

/**
 * Where something of the tree is told to write to or read from.
 *
 * @param address the address
 * @param namespace the namespace of who goes there; empty where nobody knows it
 * @param tenant whether it may say whose that is, or nobody can tell
 * @param words what it does, for people: {@code sends samples, by remote_write[0],}
 * @param remedy how it says a tenant
 * @param place makes a finding where that is said
 */
record Call(String address, String namespace, boolean tenant, String words, String remedy, Place place) {

    static final String HEADER = "X-Scope-OrgID";

    /** Makes an error with that message and hint, where something is said. */
    interface Place {
        Finding error(String rule, String message, String hint);
    }

    /** A field of an object. */
    static Place at(Manifest object, Field field) {
        return (rule, message, hint) ->
                Finding.error(rule, object.identity(), message).at(field.path()).hint(hint);
    }

    /** Whether a mapping of headers has the one of the tenant. */
    static boolean said(Field headers) {
        return headers.fields().stream().anyMatch(header -> header.name().equalsIgnoreCase(HEADER));
    }

    /** Whether a data source of Grafana has the header of the tenant, which its fields name by numbers. */
    static boolean listed(Field data) {
        return data.get("teamHttpHeaders").present()
                || data.fields().stream()
                        .anyMatch(field -> field.name().startsWith("httpHeaderName")
                                && field.textOrEmpty().equalsIgnoreCase(HEADER));
    }

    /** Whether Grafana itself goes there, and not the browser of who looks. */
    static boolean proxied(Field source) {
        return !ImmutableSet.of("direct", "browser")
                .contains(source.get("access").textOrEmpty());
    }
}
