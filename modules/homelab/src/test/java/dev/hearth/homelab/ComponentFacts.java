package dev.hearth.homelab;

import dev.hearth.checks.CheckReport;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.CredentialUse;
import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.RemoteChart;
import dev.hearth.dsl.Stated;
import dev.hearth.dsl.VendoredChart;
import dev.hearth.dsl.backup.Backup;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Text;
import dev.hearth.pipeline.Rendering;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a rendering says of one component. */
final class ComponentFacts {

    /** An argument or a text that is the full name of an image. */
    private static final Pattern IMAGE = Pattern.compile(
            "(?:--?[A-Za-z0-9.-]+=)?([a-z0-9-]+(?:\\.[a-z0-9-]+)+/[a-z0-9._/-]+:[A-Za-z0-9_][A-Za-z0-9_.-]*(?:@sha256:[0-9a-f]{64})?)");

    private final Rendering rendering;
    private final Component component;
    private final List<Manifest> objects;

    ComponentFacts(Rendering rendering, Component component) {
        this.rendering = rendering;
        this.component = component;
        this.objects = rendering.manifests().stream()
                .filter(object ->
                        object.owner().filter(component.name()::equals).isPresent())
                .toList();
    }

    String place() {
        return "namespace `" + component.namespace() + "`, Pod Security `"
                + component.podSecurity().level().word() + "`"
                + (component.podSecurity().reason().isEmpty()
                        ? ""
                        : " (" + component.podSecurity().reason() + ")")
                + ", band " + component.band();
    }

    /** The images of its pods, and those that its programs are told of. */
    String images() {
        TreeSet<String> images = new TreeSet<>();
        objects.stream()
                .filter(object -> !object.kind().equals("CustomResourceDefinition"))
                .forEach(object -> collect(object.root(), images));
        return code(images);
    }

    private static void collect(Node node, Set<String> images) {
        if (node instanceof Text text) {
            Matcher image = IMAGE.matcher(text.value());
            if (image.matches()) {
                images.add(image.group(1).replaceFirst("@sha256:([0-9a-f]{12}).*", "@sha256:$1..."));
            }
        } else if (node instanceof Sequence sequence) {
            sequence.items().forEach(item -> collect(item, images));
        } else if (node instanceof Mapping mapping) {
            mapping.fields().values().forEach(field -> collect(field, images));
        }
    }

    String charts() {
        Stream<String> remote = stated(RemoteChart.Resolved.class)
                .map(resolved ->
                        resolved.chart().chart() + " " + resolved.chart().version() + " of "
                                + resolved.chart().repository() + ", rendered by Argo CD");
        Stream<String> vendored = stated(VendoredChart.Resolved.class)
                .map(resolved -> resolved.chart().chart() + " "
                        + resolved.chart().version() + " of " + resolved.chart().repository() + ", rendered here");
        return Stream.concat(remote, vendored).collect(Collectors.joining("; "));
    }

    private <T> Stream<T> stated(Class<T> type) {
        return rendering.expansion().facts(type).stream()
                .filter(fact -> fact.component().equals(component.name()))
                .map(Stated::fact);
    }

    String counts() {
        TreeMap<String, Long> kinds =
                objects.stream().collect(Collectors.groupingBy(Manifest::kind, TreeMap::new, Collectors.counting()));
        return objects.isEmpty()
                ? ""
                : objects.size() + ": "
                        + kinds.entrySet().stream()
                                .map(kind -> kind.getValue() + " " + kind.getKey())
                                .collect(Collectors.joining(", "));
    }

    String services() {
        return objects("Service")
                .map(service -> "`" + service.name() + "` "
                        + service.spec().sequence("ports").mappings().stream()
                                .map(port -> port.number("port").orElse(0L).toString())
                                .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
    }

    String routes() {
        return code(objects("Ingress")
                .flatMap(route -> route.spec().sequence("rules").mappings().stream())
                .flatMap(rule -> rule.text("host").stream())
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    private Stream<Manifest> objects(String kind) {
        return objects.stream().filter(object -> object.kind().equals(kind));
    }

    /** Names, keys, and which of them a person is asked for. */
    String credentials() {
        TreeSet<String> credentials = stated(CredentialUse.class)
                .map(CredentialUse::credential)
                .map(credential -> "`" + credential.name() + "` ("
                        + credential.entries().stream().map(ComponentFacts::key).collect(Collectors.joining(", "))
                        + ")")
                .collect(Collectors.toCollection(TreeSet::new));
        return String.join("; ", credentials);
    }

    private static String key(Credential.Entry entry) {
        return entry.key() + (entry instanceof Credential.Asked ? ", asked of a person" : "");
    }

    String backup() {
        return stated(Backup.class).map(Backup::toString).collect(Collectors.joining("; "));
    }

    String alerts() {
        return code(objects("PrometheusRule")
                .flatMap(rules -> rules.spec().sequence("groups").mappings().stream())
                .flatMap(group -> group.sequence("rules").mappings().stream())
                .flatMap(rule -> rule.text("alert").stream())
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    String monitors() {
        return Stream.of("ServiceMonitor", "PodMonitor", "ScrapeConfig")
                .flatMap(this::objects)
                .map(Manifest::toString)
                .collect(Collectors.joining(", "));
    }

    /** What it does without, and what is wrong and accepted, with the reasons. */
    List<String> exemptions() {
        List<String> lines = new ArrayList<>();
        stated(Exemption.class)
                .map(exemption ->
                        exemption.subject() + ": no " + without(exemption.what()) + ", because " + exemption.reason())
                .distinct()
                .forEach(lines::add);
        rendering.accepted().stream()
                .filter(accepted -> about(accepted.finding()))
                .map(ComponentFacts::line)
                .distinct()
                .forEach(lines::add);
        return lines;
    }

    private static String without(String what) {
        return what.replaceFirst("^(a|an|no) ", "");
    }

    private static String line(CheckReport.Accepted accepted) {
        return "accepted `" + accepted.finding().rule() + "` of "
                + accepted.finding().subject() + ": " + accepted.reason();
    }

    private boolean about(Finding finding) {
        return finding.subject().equals("component " + component.name())
                || finding.object()
                        .filter(identity -> objects.stream()
                                .anyMatch(object -> object.identity().equals(identity)))
                        .isPresent();
    }

    static String code(Set<String> words) {
        return words.stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
    }
}
