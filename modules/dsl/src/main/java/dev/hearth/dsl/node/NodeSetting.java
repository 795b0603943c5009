package dev.hearth.dsl.node;

import static java.util.Objects.requireNonNull;

import dev.hearth.dsl.Part;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.Value;
import java.util.regex.Pattern;

/**
 * Something that a component needs of the nodes and that people do there: an addon of MicroK8s, a flag of the API server or of the
 * kubelet, a file. The page on the nodes collects them.
 *
 * <pre>{@code
 * Manifests.of(server,
 *     NodeSetting.withoutAddon("cert-manager", "it brings the same definitions"),
 *     NodeSetting.apiServer("oidc-issuer-url", Value.of("https://").then(Value.publicHost("dex")), "people sign in there"))
 * }</pre>
 *
 * @param kind what is set
 * @param name the name of the addon or flag, or the path of the file
 * @param value the value of the flag, or the command that prints the content of the file
 * @param reason why, for people
 */
public record NodeSetting(Kind kind, String name, Value value, String reason) implements Part {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*");

    /** What is set on a node. */
    public enum Kind {
        /** An addon is enabled. */
        ADDON,
        /** An addon is kept off. */
        NO_ADDON,
        /** A file is there. */
        FILE,
        /** The API server has a flag. */
        API_SERVER,
        /** The kubelet has a flag. */
        KUBELET
    }

    public NodeSetting {
        requireNonNull(kind, "kind");
        requireNonNull(value, "value");
        if (kind == Kind.FILE ? !name.startsWith("/") : !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    kind == Kind.FILE
                            ? "a file of a node has a full path, but was '" + name + "'"
                            : "an addon or a flag of a node has a name such as oidc-issuer-url, but was '" + name
                                    + "'");
        }
        if (reason.isBlank()) {
            throw new IllegalArgumentException("setting " + name + " of the nodes needs a reason");
        }
    }

    /** That addon is enabled. */
    public static NodeSetting addon(String name, String reason) {
        return new NodeSetting(Kind.ADDON, name, Value.of(""), reason);
    }

    /** That addon is kept off. */
    public static NodeSetting withoutAddon(String name, String reason) {
        return new NodeSetting(Kind.NO_ADDON, name, Value.of(""), reason);
    }

    /** The API server has that flag; the name is without dashes. */
    public static NodeSetting apiServer(String flag, Value value, String reason) {
        return new NodeSetting(Kind.API_SERVER, flag, value, reason);
    }

    /** The API server has that flag; the name is without dashes. */
    public static NodeSetting apiServer(String flag, String value, String reason) {
        return apiServer(flag, Value.of(value), reason);
    }

    /** The kubelet has that flag; the name is without dashes. */
    public static NodeSetting kubelet(String flag, String value, String reason) {
        return new NodeSetting(Kind.KUBELET, flag, Value.of(value), reason);
    }

    /** On the nodes with an API server there is that file, and that command prints what is in it. */
    public static NodeSetting file(String path, String command, String reason) {
        return new NodeSetting(Kind.FILE, path, Value.of(command), reason);
    }

    @Override
    public void expand(Scope scope) {
        scope.fact(new Stated(kind, name, scope.text(value), reason));
    }

    /** The setting in its cluster. */
    record Stated(Kind kind, String name, String value, String reason) {}
}
