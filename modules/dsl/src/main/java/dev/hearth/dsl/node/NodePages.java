package dev.hearth.dsl.node;

import dev.hearth.dsl.Derivation;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Page;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.Stated;
import dev.hearth.findings.Finding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Makes the page that says what people do on the nodes of a MicroK8s cluster: {@code docs/nodes/<cluster>.md}.
 *
 * <p>A site that names no nodes, or runs something else, has none.
 */
public final class NodePages implements Derivation {

    @Override
    public void derive(Expansion soFar, Function<String, Scope> scopes) {
        List<Stated<NodeSetting.Stated>> settings = soFar.facts(NodeSetting.Stated.class);
        check(settings, scopes);
        if (soFar.cluster().site().distribution().equals("MicroK8s")
                && !soFar.cluster().site().nodes().isEmpty()) {
            scopes.apply(Expansion.NAMESPACES)
                    .fact(new Page("docs/nodes/" + soFar.cluster().name() + ".md", NodePage.of(soFar, settings)));
        }
    }

    /** Two components cannot have their way where they want different things of a node. */
    private static void check(List<Stated<NodeSetting.Stated>> settings, Function<String, Scope> scopes) {
        Map<String, Stated<NodeSetting.Stated>> first = new HashMap<>();
        for (Stated<NodeSetting.Stated> setting : settings) {
            NodeSetting.Stated wanted = setting.fact();
            Stated<NodeSetting.Stated> other = first.putIfAbsent(thing(wanted), setting);
            if (other != null && !same(other.fact(), wanted)) {
                scopes.apply(setting.component())
                        .finding(Finding.error(
                                        "model.twice",
                                        "component " + setting.component(),
                                        "wants " + words(wanted) + " on the nodes, but component " + other.component()
                                                + " wants " + words(other.fact()))
                                .hint("let one of them do without"));
            }
        }
    }

    private static boolean same(NodeSetting.Stated one, NodeSetting.Stated other) {
        return one.kind() == other.kind() && one.value().equals(other.value());
    }

    private static String thing(NodeSetting.Stated setting) {
        return switch (setting.kind()) {
            case ADDON, NO_ADDON -> "addon " + setting.name();
            case FILE -> "file " + setting.name();
            case API_SERVER -> "flag --" + setting.name() + " of the API server";
            case KUBELET -> "flag --" + setting.name() + " of the kubelet";
        };
    }

    private static String words(NodeSetting.Stated setting) {
        return switch (setting.kind()) {
            case ADDON -> thing(setting) + " enabled";
            case NO_ADDON -> thing(setting) + " kept off";
            case FILE -> thing(setting) + " from '" + setting.value() + "'";
            case API_SERVER, KUBELET -> thing(setting) + " to be '" + setting.value() + "'";
        };
    }
}
