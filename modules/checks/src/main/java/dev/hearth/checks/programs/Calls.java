package dev.hearth.checks.programs;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.container.Command;
import dev.hearth.checks.container.Container;
import dev.hearth.checks.container.Environment;
import dev.hearth.checks.container.HeldFile;
import dev.hearth.checks.container.MountedFiles;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.manifest.Manifest;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds where writers and readers of samples, lines, traces and profiles go: those that say so in a form that is known here. */
final class Calls {

    private static final ImmutableSet<String> SERVERS = ImmutableSet.of("Prometheus", "PrometheusAgent", "ThanosRuler");
    private static final String SOURCES = "/etc/grafana/provisioning/datasources";

    /** Which block of which component of Alloy says where it writes to. */
    private static final ImmutableMap<String, String> ALLOY = ImmutableMap.of(
            "loki.write", "endpoint",
            "prometheus.remote_write", "endpoint",
            "pyroscope.write", "endpoint",
            "otelcol.exporter.otlp", "client",
            "otelcol.exporter.otlphttp", "client");

    private static final Pattern TENANT_OF_LINES = Pattern.compile("stage\\.tenant|__tenant_id__");

    private static final String BY_HEADERS = "write the header " + Call.HEADER + " among its headers";

    private Calls() {}

    /** What one object of the tree is told, by itself and by the configurations that its containers read. */
    static Stream<Call> of(Manifest object, List<ProgramConfig> configurations, Context context) {
        Field spec = Field.of(object).get("spec");
        String group = object.identity().group();
        if (group.equals("monitoring.coreos.com") && SERVERS.contains(object.kind())) {
            return remotes(
                    spec, object.identity().namespace(), field -> Call.at(object, field), "remoteWrite", "proxyUrl");
        }
        if (group.equals("grafana.integreatly.org") && object.kind().equals("GrafanaDatasource")) {
            // What is filled in later may be the header.
            return !spec.get("valuesFrom").empty()
                    ? Stream.empty()
                    : Stream.of(source(spec.get("datasource"), "", Call.at(object, spec.get("datasource"))));
        }
        if (object.kind().equals("ConfigMap") && object.labels().containsKey("grafana_datasource")) {
            return HeldFile.of(object).stream().flatMap(file -> sources(file, ""));
        }
        return Stream.concat(
                configurations.stream().flatMap(Calls::configured),
                Container.of(object).stream().flatMap(container -> of(container, context)));
    }

    private interface Placed {
        Call.Place of(Field field);
    }

    private static Stream<Call> remotes(Field at, String namespace, Placed placed, String write, String proxy) {
        return Stream.of(write, write.replace("Write", "Read").replace("_write", "_read"))
                .flatMap(list -> at.get(list).items().stream())
                .map(remote -> new Call(
                        remote.get("url").textOrEmpty(),
                        namespace,
                        Call.said(remote.get("headers")) || remote.get(proxy).present(),
                        "goes, by " + remote.path() + ",",
                        BY_HEADERS,
                        placed.of(remote)));
    }

    /** What a program with a configuration of its own is told there. */
    private static Stream<Call> configured(ProgramConfig config) {
        String namespace = config.workload().identity().namespace();
        Placed placed = field -> config::error;
        if (config.is("prometheus")) {
            return remotes(Field.of(config.root()), namespace, placed, "remote_write", "proxy_url");
        }
        // With several tenants of its own it passes on whose spans these were.
        if (config.is("tempo") && !Tenants.several(config)) {
            return remotes(config.field("metrics_generator.storage"), namespace, placed, "remote_write", "proxy_url");
        }
        return Stream.empty();
    }

    private static Stream<Call> of(Container container, Context context) {
        String namespace = container.workload().identity().namespace();
        String program = container.command().program();
        if (GrafanaServer.IMAGES.contains(program)) {
            return container.files(context).below(SOURCES).stream().flatMap(file -> sources(file, namespace));
        }
        if (program.equals("alloy")) {
            return alloy(container.files(context), namespace);
        }
        return program.equals("falcosidekick") ? falcosidekick(container, context).stream() : Stream.empty();
    }

    private static Stream<Call> sources(HeldFile file, String namespace) {
        return file.yaml().stream()
                .flatMap(root -> Field.of(root).get("datasources").items().stream())
                .map(source -> source(source, namespace, file::error));
    }

    private static Call source(Field source, String namespace, Call.Place place) {
        return new Call(
                source.get("url").textOrEmpty(),
                namespace,
                Call.listed(source.get("jsonData")) || !Call.proxied(source),
                "lets Grafana go, by " + source.path() + ",",
                "write jsonData.httpHeaderName1: " + Call.HEADER + " and secureJsonData.httpHeaderValue1",
                place);
    }

    /** What one file writes to, another may have given a tenant. */
    private static Stream<Call> alloy(MountedFiles mounted, String namespace) {
        List<HeldFile> files = mounted.below("/").stream()
                .filter(file -> file.name().endsWith(".alloy"))
                .toList();
        boolean byLine = files.stream()
                .anyMatch(file -> TENANT_OF_LINES.matcher(file.text()).find());
        return files.stream().flatMap(file -> alloy(file, byLine, namespace));
    }

    private static Stream<Call> alloy(HeldFile file, boolean byLine, String namespace) {
        return AlloyBlock.read(file.text()).stream()
                .flatMap(root -> root.blocks().stream())
                .filter(component -> ALLOY.containsKey(component.name()))
                .filter(component -> !(byLine && component.name().equals("loki.write")))
                .flatMap(component -> component
                        .named(ALLOY.getOrDefault(component.name(), ""))
                        .map(to -> new Call(
                                to.text("url").or(() -> to.text("endpoint")).orElse(""),
                                namespace,
                                said(to),
                                "goes, by " + component.name() + " \"" + component.label() + "\",",
                                component.name().equals("loki.write") ? "write tenant_id in its endpoint" : BY_HEADERS,
                                file::error)));
    }

    /** Whether headers are told that have the tenant, or that nobody can read here. */
    private static boolean said(AlloyBlock to) {
        ImmutableList<AlloyToken> headers = to.attributes().getOrDefault("headers", ImmutableList.of());
        return to.attributes().containsKey("tenant_id")
                || to.attributes().containsKey("auth")
                || to.attributes().containsKey("proxy_url")
                || (!headers.isEmpty() && !headers.get(0).is("{"))
                || headers.stream().anyMatch(token -> token.text().equalsIgnoreCase(Call.HEADER));
    }

    /** Its environment has the last word over its file; what a whole Secret puts there nobody knows. */
    private static Optional<Call> falcosidekick(Container container, Context context) {
        Manifest object = container.workload();
        Environment environment = container.environment();
        if (environment.more()) {
            return Optional.empty();
        }
        Command command = container.command();
        Optional<HeldFile> file = command.option("c")
                .or(() -> command.option("config-file"))
                .flatMap(path -> container.files(context).at(path));
        Field loki = file.flatMap(HeldFile::yaml)
                .map(Field::of)
                .orElse(Field.nothing())
                .get("loki");
        boolean tenant = environment.given().contains("LOKI_TENANT")
                || environment.given().contains("LOKI_CUSTOMHEADERS")
                || !loki.get("tenant").empty()
                || loki.fields().stream().anyMatch(field -> field.name().equalsIgnoreCase("customheaders"));
        return environment
                .variable("LOKI_HOSTPORT")
                .map(variable ->
                        falcosidekick(variable.get("value").textOrEmpty(), object, tenant, Call.at(object, variable)))
                .or(() -> file.map(
                        text -> falcosidekick(loki.get("hostport").textOrEmpty(), object, tenant, text::error)));
    }

    private static Call falcosidekick(String address, Manifest object, boolean tenant, Call.Place place) {
        return new Call(
                address, object.identity().namespace(), tenant, "goes, by loki.hostport,", "write loki.tenant", place);
    }
}
