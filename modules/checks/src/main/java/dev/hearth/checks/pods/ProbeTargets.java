package dev.hearth.checks.pods;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Node;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code pod.probe-port}, {@code pod.probe-elsewhere} and {@code pod.probe-identical}: what probes ask is the container
 * itself, and losing traffic comes before being started again.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/">Probes</a>
 */
final class ProbeTargets implements ObjectRule {

    private static final String PORT = "pod.probe-port";
    private static final String ELSEWHERE = "pod.probe-elsewhere";
    private static final String IDENTICAL = "pod.probe-identical";

    private static final ImmutableList<String> PROBES =
            ImmutableList.of("startupProbe", "readinessProbe", "livenessProbe");
    private static final ImmutableList<String> HANDLERS = ImmutableList.of("httpGet", "tcpSocket", "exec", "grpc");
    private static final Pattern URL = Pattern.compile("https?://(\\[[^\\]]*\\]|[^\\s/:'\"]+)");
    private static final ImmutableSet<String> ITSELF =
            ImmutableSet.of("localhost", "127.0.0.1", "[::1]", "::1", "0.0.0.0", "[::]");

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(PORT, ELSEWHERE, IDENTICAL);
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        Said said = new Said(object, findings);
        PodFields.of(object).ifPresent(pod -> {
            for (Field container : pod.running()) {
                PROBES.forEach(probe -> port(container, container.get(probe), said));
                elsewhere(container, said);
                identical(container, said);
            }
        });
    }

    private static void port(Field container, Field probe, Said said) {
        for (String handler : List.of("httpGet", "tcpSocket")) {
            Field port = probe.get(handler).get("port");
            port.text()
                    .filter(name -> container.get("ports").items().stream()
                            .noneMatch(known -> known.get("name").textOrEmpty().equals(name)))
                    .filter(name -> !name.chars().allMatch(Character::isDigit))
                    .ifPresent(name -> said.error(
                            PORT,
                            port,
                            PodFields.called(container) + " has no port named '" + name + "', so its " + probe.name()
                                    + " always fails",
                            "name a port of the same container, or give its number"));
        }
    }

    private static void elsewhere(Field container, Said said) {
        Field probe = container.get("livenessProbe");
        other(probe)
                .ifPresent(host -> said.warning(
                        ELSEWHERE,
                        probe,
                        PodFields.called(container) + " is started again when '" + host + "' does not answer",
                        "ask the container itself; when another one fails, a restart does not help"));
    }

    /** The other host that a probe asks, if it does. */
    private static Optional<String> other(Field probe) {
        for (String handler : List.of("httpGet", "tcpSocket")) {
            String host = probe.get(handler).get("host").textOrEmpty();
            if (!host.isEmpty() && !ITSELF.contains(host)) {
                return Optional.of(host);
            }
        }
        for (String word : probe.get("exec").get("command").texts()) {
            Matcher url = URL.matcher(word);
            while (url.find()) {
                String host = url.group(1);
                if (!ITSELF.contains(host) && !host.contains("$") && !host.contains("`") && !host.contains("@")) {
                    return Optional.of(host);
                }
            }
        }
        return Optional.empty();
    }

    private static void identical(Field container, Said said) {
        Field readiness = container.get("readinessProbe");
        Field liveness = container.get("livenessProbe");
        if (readiness.present()
                && liveness.present()
                && HANDLERS.stream()
                        .allMatch(handler -> handler(readiness, handler).equals(handler(liveness, handler)))
                && patience(liveness) <= patience(readiness)) {
            said.info(
                    IDENTICAL,
                    liveness,
                    PodFields.called(container)
                            + " is started again as soon as it is not ready: both probes ask the same,"
                            + " and the livenessProbe is no more patient",
                    "give the livenessProbe a larger failureThreshold");
        }
    }

    private static Optional<Node> handler(Field probe, String handler) {
        return probe.get(handler).node();
    }

    /** For how many seconds a probe may fail. */
    private static long patience(Field probe) {
        return probe.get("failureThreshold").number().orElse(3L)
                * probe.get("periodSeconds").number().orElse(10L);
    }
}
