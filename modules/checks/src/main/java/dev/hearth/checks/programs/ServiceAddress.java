package dev.hearth.checks.programs;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.hearth.checks.container.Container;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.graph.PodSource;
import dev.hearth.graph.Selector;
import dev.hearth.manifest.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Service that an address leads to, by its name in the cluster.
 *
 * @param service the Service
 * @param port the port that is asked there; zero where the address names none
 * @see <a href="https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/">DNS for Services and Pods</a>
 */
record ServiceAddress(Manifest service, long port) {

    private static final Pattern ADDRESS =
            Pattern.compile("(?:dns[a-z]*\\+)?(?:(?<scheme>[a-z][a-z0-9]*)://)?(?:[^/@]*@)?"
                    + "(?<host>[A-Za-z0-9._-]+)(?::(?<port>[0-9]{1,5}))?(?:[/?#].*)?");

    private static final Pattern FULL = Pattern.compile("(?<names>.+)\\.svc(?:\\.[a-z0-9.-]+)?");

    /**
     * What an address leads to, as a pod of that namespace sees it; nothing where it leads elsewhere, or nobody can tell.
     *
     * @param namespace the namespace of who asks; empty where nobody knows it
     */
    static Optional<ServiceAddress> of(String address, String namespace, Context context) {
        Matcher parts = ADDRESS.matcher(address);
        if (!parts.matches()) {
            return Optional.empty();
        }
        long usual = "https".equals(parts.group("scheme")) ? 443 : "http".equals(parts.group("scheme")) ? 80 : 0;
        long port = parts.group("port") == null ? usual : Long.parseLong(parts.group("port"));
        return named(parts.group("host").replaceFirst("\\.$", ""), namespace, context)
                .map(service -> new ServiceAddress(service, port));
    }

    private static Optional<Manifest> named(String host, String namespace, Context context) {
        Matcher full = FULL.matcher(host);
        boolean whole = full.matches();
        List<String> names = Splitter.on('.')
                .splitToStream(whole ? full.group("names") : host)
                .filter(name -> !name.startsWith("_"))
                .toList();
        int last = names.size() - 1;
        // A name in front of the Service's is that of one of its pods.
        return switch (names.size()) {
            case 1 -> whole ? Optional.empty() : find(names.get(0), namespace, context);
            case 2 -> {
                Optional<Manifest> there = find(names.get(0), names.get(1), context);
                yield there.isPresent() || whole ? there : find(names.get(1), namespace, context);
            }
            case 3 -> find(names.get(last - 1), names.get(last), context);
            default -> Optional.empty();
        };
    }

    private static Optional<Manifest> find(String name, String namespace, Context context) {
        return namespace.isEmpty() ? Optional.empty() : context.graph().find("", "Service", namespace, name);
    }

    /** The pods that it leads to. */
    ImmutableList<PodSource> pods(Context context) {
        Selector selector = Selector.ofLabels(service.spec().mapping("selector"));
        return selector.isEmpty()
                ? ImmutableList.of()
                : context.graph()
                        .pods()
                        .selected(service.identity().namespace(), selector)
                        .collect(ImmutableList.toImmutableList());
    }

    boolean headless() {
        return service.spec().text("clusterIP").orElse("").equals("None");
    }

    /** Whether it leads to that container of a pod, and not to one beside it. */
    boolean reaches(PodSource pod, String container) {
        Field spec = Field.of(pod.spec());
        List<Field> all = new ArrayList<>(spec.get("containers").items());
        spec.get("initContainers").items().stream()
                .filter(Container::staysBeside)
                .forEach(all::add);
        if (all.size() == 1) {
            return true;
        }
        Field target = target();
        String name = target.textOrEmpty();
        long number = target.number().orElse(port);
        return all.stream()
                .filter(one -> one.get("name").textOrEmpty().equals(container))
                .flatMap(one -> one.get("ports").items().stream())
                .anyMatch(open -> name.isEmpty()
                        ? open.get("containerPort").number().equals(Optional.of(number))
                        : open.get("name").textOrEmpty().equals(name));
    }

    /** What of its pods the port leads to, by name or number; nothing where that is the port itself. */
    private Field target() {
        return headless()
                ? Field.nothing()
                : Field.of(service).get("spec").get("ports").items().stream()
                        .filter(one -> one.get("port").number().equals(Optional.of(port)))
                        .map(one -> one.get("targetPort"))
                        .findFirst()
                        .orElse(Field.nothing());
    }
}
