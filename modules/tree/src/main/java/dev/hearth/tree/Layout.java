package dev.hearth.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.google.common.hash.Hashing;
import dev.hearth.manifest.Identity;
import java.util.Locale;

/**
 * Where the files of a cluster go. Every path is a pure function of the names it is made from; no other object of the
 * tree has a say in it.
 *
 * <pre>
 * generated/&lt;cluster&gt;/&lt;component&gt;/&lt;kind&gt;-&lt;name&gt;[@&lt;namespace&gt;][+&lt;group&gt;].yaml
 * argocd-apps/&lt;cluster&gt;/root.yaml
 * argocd-apps/&lt;cluster&gt;/projects/&lt;layer&gt;.yaml
 * argocd-apps/&lt;cluster&gt;/apps/&lt;component&gt;.yaml
 * .hearth/&lt;cluster&gt;.inventory
 * </pre>
 *
 * <p>The escaping, the same for every name:
 *
 * <ul>
 *   <li>The kind is lower-cased.
 *   <li>{@code @<namespace>} stands there where the object is in another namespace than its component. An object
 *       without a namespace is cluster-scoped or goes where its component goes, and has no such part.
 *   <li>{@code +<group>} stands there unless the kind is in a fixed table of those that Kubernetes itself and the
 *       systems Hearth ships components for define. So {@code networkpolicy-web.yaml} is Kubernetes' own, and Calico's is
 *       {@code networkpolicy-web+crd.projectcalico.org.yaml}, whether or not a tree has both.
 *   <li>Every byte of a name's UTF-8 other than {@code a-z 0-9 . -} is written as {@code _} and two hexadecimal digits:
 *       {@code system:auth} is {@code system_3aauth}, {@code A} is {@code _41}. In a kind {@code .} and {@code -} are
 *       written so too. In the name of a directory or a whole file so are a dot at either end and the first character of
 *       what Windows keeps for a device: {@code con} is {@code _63on}.
 *   <li>What would be longer than 200 characters, without {@code .yaml} or {@code .inventory}, is cut to 167, followed
 *       by {@code ~} and the first 32 hexadecimal digits of the SHA-256 of the whole.
 * </ul>
 *
 * <p>So two objects share a path only if they are one to the API server (or their kinds, in one group that Hearth does
 * not know, differ only in case); that holds on disks that do not tell upper from lower case too.
 */
public final class Layout {

    static final String HEARTH = ".hearth";

    private static final int LONGEST = 200;
    private static final int HASH_DIGITS = 32;
    private static final String HEX = "0123456789abcdef";

    private final String cluster;

    private Layout(String cluster) {
        this.cluster = cluster;
    }

    /**
     * The layout of the cluster with that name.
     *
     * @throws IllegalArgumentException if the name is empty
     */
    public static Layout of(String cluster) {
        return new Layout(segment("cluster", cluster));
    }

    /** The directory of everything but Argo CD's own objects: {@code generated/<cluster>}. */
    public TreePath generated() {
        return TreePath.of("generated/" + cluster);
    }

    /** The directory of a component's objects: {@code generated/<cluster>/<component>}. */
    public TreePath component(String component) {
        return generated().resolve(segment("component", component));
    }

    /**
     * The file of one object.
     *
     * @param component the name of the component that owns the object
     * @param namespace the namespace of that component
     * @param object the object
     * @throws IllegalArgumentException if the component, the kind or the object's name is empty
     */
    public TreePath manifest(String component, String namespace, Identity object) {
        requireNonNull(namespace, "namespace");
        requireNonNull(object, "object");
        StringBuilder name = new StringBuilder();
        name.append(escaped(required("kind", object.kind()).toLowerCase(Locale.ROOT), ""));
        name.append('-').append(escaped(required("name", object.name()), ".-"));
        if (!object.namespace().isEmpty() && !object.namespace().equals(namespace)) {
            name.append('@').append(escaped(object.namespace(), ".-"));
        }
        if (!BareKinds.contains(object.group(), object.kind())) {
            name.append('+').append(escaped(object.group(), ".-"));
        }
        return component(component).resolve(shortened(name.toString()) + ".yaml");
    }

    /** The directory of Argo CD's objects: {@code argocd-apps/<cluster>}. */
    public TreePath argoCd() {
        return TreePath.of("argocd-apps/" + cluster);
    }

    /** The one file a person applies: {@code argocd-apps/<cluster>/root.yaml}. */
    public TreePath root() {
        return argoCd().resolve("root.yaml");
    }

    /** The project of a layer: {@code argocd-apps/<cluster>/projects/<layer>.yaml}. */
    public TreePath project(String layer) {
        return argoCd().resolve("projects/" + segment("layer", layer) + ".yaml");
    }

    /** The application of a component: {@code argocd-apps/<cluster>/apps/<component>.yaml}. */
    public TreePath application(String component) {
        return argoCd().resolve("apps/" + segment("component", component) + ".yaml");
    }

    /** The record of the files Hearth wrote: {@code .hearth/<cluster>.inventory}. */
    public TreePath inventory() {
        return TreePath.of(HEARTH + "/" + cluster + Inventory.SUFFIX);
    }

    TreePath journal() {
        return TreePath.of(HEARTH + "/" + cluster + Journal.SUFFIX);
    }

    private static String segment(String what, String name) {
        String escaped = escaped(required(what, name), ".-");
        if (escaped.startsWith(".") || TreePath.namesDevice(escaped)) {
            escaped = hex(escaped.charAt(0)) + escaped.substring(1);
        }
        if (escaped.endsWith(".")) {
            escaped = escaped.substring(0, escaped.length() - 1) + hex('.');
        }
        return shortened(escaped);
    }

    private static String required(String what, String name) {
        if (requireNonNull(name, what).isEmpty()) {
            throw new IllegalArgumentException("a file needs the " + what + " of what it holds, but it was empty");
        }
        return name;
    }

    private static String escaped(String name, String alsoPlain) {
        StringBuilder out = new StringBuilder(name.length());
        for (byte b : name.getBytes(UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || alsoPlain.indexOf(c) >= 0;
            out.append(plain ? String.valueOf(c) : hex(c));
        }
        return out.toString();
    }

    private static String hex(char c) {
        return "_" + HEX.charAt(c >> 4) + HEX.charAt(c & 15);
    }

    private static String shortened(String name) {
        if (name.length() <= LONGEST) {
            return name;
        }
        String hash = Hashing.sha256().hashString(name, UTF_8).toString().substring(0, HASH_DIGITS);
        return name.substring(0, LONGEST - HASH_DIGITS - 1) + "~" + hash;
    }
}
