package dev.hearth.checks.policies;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code route.annotation}: an Ingress speaks the dialect of the controller behind its class; each passes over the annotations
 * of the others without a word.
 *
 * @see <a href="https://docs.nginx.com/nginx-ingress-controller/configuration/ingress-resources/advanced-configuration-with-annotations/">F5
 *     NGINX Ingress Controller</a>
 * @see <a href="https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/">Ingress-NGINX Controller</a>
 */
final class IngressAnnotations implements ObjectRule {

    private static final String ID = "route.annotation";
    private static final ImmutableMap<String, String> CONTROLLERS = ImmutableMap.of(
            "k8s.io/ingress-nginx", "nginx.ingress.kubernetes.io/",
            "nginx.org/ingress-controller", "nginx.org/",
            "traefik.io/ingress-controller", "traefik.ingress.kubernetes.io/");

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        if (!object.kind().equals("Ingress") || !object.identity().group().equals("networking.k8s.io")) {
            return;
        }
        Optional<String> own = object.spec()
                .text("ingressClassName")
                .flatMap(name -> context.graph().find("networking.k8s.io", "IngressClass", "", name))
                .flatMap(found -> found.spec().text("controller"))
                .map(CONTROLLERS::get);
        if (own.isEmpty()) {
            return;
        }
        for (Map.Entry<String, String> other : CONTROLLERS.entrySet()) {
            if (!other.getValue().equals(own.get())) {
                foreign(object, other.getKey(), other.getValue(), findings);
            }
        }
    }

    private static void foreign(Manifest ingress, String controller, String prefix, Consumer<Finding> findings) {
        Field annotations = Field.of(ingress).get("metadata").get("annotations");
        for (Field annotation : annotations.fields()) {
            if (annotation.name().startsWith(prefix)) {
                findings.accept(Finding.warning(
                                ID,
                                ingress.identity(),
                                "the annotation is for the controller " + controller
                                        + ", which does not serve the class "
                                        + ingress.spec()
                                                .text("ingressClassName")
                                                .orElse(""))
                        .at(annotation.path())
                        .hint("say it in the words of the controller behind the class"));
                return;
            }
        }
    }
}
