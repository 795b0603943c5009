package dev.hearth.checks.alerting;

import static com.google.common.collect.ImmutableSortedSet.toImmutableSortedSet;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.findings.Finding;
import dev.hearth.graph.Standing;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * {@code alertmanager.secret}: the operator finds the configuration of an Alertmanager. Where it does not, it writes one by which
 * nobody is told of anything, and says so in its log alone.
 *
 * @see <a href="https://prometheus-operator.dev/docs/developer/alerting/">Alerting with the operator</a>
 */
final class AlertmanagerSecrets implements ObjectRule {

    private static final String ID = "alertmanager.secret";
    private static final String KEY = OperatedAlertmanager.KEY;

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        OperatedAlertmanager.of(object)
                .filter(server -> !server.replaced())
                .ifPresent(server -> check(server, context, findings));
    }

    private static void check(OperatedAlertmanager server, Context context, Consumer<Finding> findings) {
        Identity secret = server.secret();
        Standing standing = context.graph().standing(secret);
        if (standing == Standing.THERE) {
            context.graph()
                    .parts(secret)
                    .filter(keys -> !keys.contains(KEY) && !OperatedAlertmanager.extended(secret, context))
                    .ifPresent(keys -> keyless(server, keys, findings));
        } else if (standing == Standing.ABSENT) {
            Optional<Identity> near = near(server, context);
            near.ifPresent(other -> findings.accept(Finding.warning(
                            ID,
                            server.object().identity(),
                            "reads its configuration from Secret " + secret.name()
                                    + ", which is not in the tree, but " + other.kind() + " " + other.name()
                                    + " has the key "
                                    + KEY + " and nobody reads it: if that is it, nobody is told of any alert")
                    .at(at(server).path())
                    .hint(
                            other.kind().equals("Secret")
                                    ? "write configSecret: " + other.name() + ", or call the Secret " + secret.name()
                                    : "make it a Secret: the operator reads no ConfigMap")));
        }
    }

    private static Field at(OperatedAlertmanager server) {
        return server.spec().get("configSecret");
    }

    private static void keyless(
            OperatedAlertmanager server, ImmutableSortedSet<String> keys, Consumer<Finding> findings) {
        Optional<String> meant =
                keys.stream().filter(AlertmanagerSecrets::resembles).findFirst();
        String message = "finds no key " + KEY + " in Secret " + server.secret().name()
                + meant.map(key -> ", only " + key).orElse("")
                + ": the operator then writes a configuration by which nobody is told of any alert";
        String hint = "call the key " + KEY + "; the operator compresses it by itself and reads no other";
        if (!server.gathers()) {
            findings.accept(Finding.error(ID, server.object().identity(), message)
                    .at(at(server).path())
                    .hint(hint));
        } else if (meant.isPresent()) {
            // AlertmanagerConfigs may do all of it, and the Secret have their templates.
            findings.accept(Finding.warning(ID, server.object().identity(), message)
                    .at(at(server).path())
                    .hint(hint));
        }
    }

    private static boolean resembles(String key) {
        return key.matches("(alertmanager|config)[-.]?.*\\.(ya?ml)(\\.gz)?");
    }

    /** What has such a configuration in the same namespace, and nobody reads. */
    private static Optional<Identity> near(OperatedAlertmanager server, Context context) {
        String namespace = server.object().identity().namespace();
        Set<Identity> taken = OperatedAlertmanager.all(context).stream()
                .map(OperatedAlertmanager::secret)
                .collect(ImmutableSet.toImmutableSet());
        return candidates(namespace, context).stream()
                .filter(candidate -> !taken.contains(candidate))
                .filter(candidate -> context.graph()
                        .parts(candidate)
                        .filter(keys -> keys.contains(KEY))
                        .isPresent())
                .filter(candidate -> context.graph().referrers(candidate).stream()
                        .allMatch(reference -> reference.from().equals(server.object())))
                .findFirst();
    }

    private static ImmutableSortedSet<Identity> candidates(String namespace, Context context) {
        return Stream.of(
                        context.graph().all("", "Secret").stream().map(Manifest::identity),
                        context.graph().all("bitnami.com", "SealedSecret").stream()
                                .map(one -> secret(one, one.name())),
                        context.graph().all("external-secrets.io", "ExternalSecret").stream()
                                .map(external -> secret(
                                        external,
                                        external.spec()
                                                .mapping("target")
                                                .text("name")
                                                .orElse(external.name()))),
                        context.graph().all("", "ConfigMap").stream().map(Manifest::identity))
                .flatMap(those -> those)
                .filter(identity -> identity.namespace().equals(namespace))
                .collect(toImmutableSortedSet(Comparator.naturalOrder()));
    }

    private static Identity secret(Manifest maker, String name) {
        return new Identity("", "Secret", maker.identity().namespace(), name);
    }
}
