package dev.hearth.checks.programs;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.hearth.checks.container.Container;
import dev.hearth.checks.container.HeldFile;
import dev.hearth.checks.container.MountedFiles;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.manifest.Manifest;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A container of Alloy, and the files that it reads: the one that its arguments name, or all of a folder.
 *
 * @param container the container
 * @param arguments what stands after {@code run}
 * @param files what it reads, each as one block
 * @see <a href="https://grafana.com/docs/alloy/latest/reference/cli/run/">The command run</a>
 */
record AlloyServer(Container container, ImmutableList<String> arguments, ImmutableMap<HeldFile, AlloyBlock> files) {

    /** With what the image starts where a pod says nothing. */
    private static final ImmutableList<String> USUAL =
            ImmutableList.of("run", "/etc/alloy/config.alloy", "--storage.path=/var/lib/alloy/data");

    /** The Alloys among the containers of one object; none where it makes no pods, or where their files cannot be read. */
    static List<AlloyServer> of(Manifest object, Context context) {
        return Container.of(object).stream()
                .filter(container -> container.command().program().equals("alloy"))
                .flatMap(container -> of(container, context).stream())
                .toList();
    }

    private static Optional<AlloyServer> of(Container container, Context context) {
        ImmutableList<String> said = container.command().arguments();
        ImmutableList<String> arguments = said.isEmpty() ? USUAL : said;
        int run = arguments.indexOf("run");
        MountedFiles seen = container.files(context);
        ImmutableMap.Builder<HeldFile, AlloyBlock> files = ImmutableMap.builder();
        for (String argument : arguments.subList(run + 1, arguments.size())) {
            for (HeldFile file : read(argument, seen)) {
                Optional<AlloyBlock> block = AlloyBlock.read(file.text());
                if (block.isEmpty()) {
                    return Optional.empty();
                }
                files.put(file, block.get());
            }
        }
        AlloyServer server =
                new AlloyServer(container, arguments.subList(run + 1, arguments.size()), files.buildKeepingLast());
        return run < 0
                        || server.argument("--config.format")
                                .filter(format -> !format.equals("alloy"))
                                .isPresent()
                ? Optional.empty()
                : Optional.of(server);
    }

    /** The files that an argument means: that one, or those of a folder, but not of folders in it. */
    private static ImmutableList<HeldFile> read(String argument, MountedFiles seen) {
        if (!argument.startsWith("/")) {
            return ImmutableList.of();
        }
        String folder = argument.replaceFirst("/+$", "");
        return seen.at(argument)
                .map(ImmutableList::of)
                .orElseGet(() -> seen.below(folder).stream()
                        .filter(file -> file.path().matches(Pattern.quote(folder) + "/[^/]+\\.alloy"))
                        .collect(ImmutableList.toImmutableList()));
    }

    /** What makes the container. */
    Manifest workload() {
        return container.workload();
    }

    /** The value of an argument, the last one if it is there twice; of a switch without a value {@code true}. */
    Optional<String> argument(String flag) {
        Optional<String> value = Optional.empty();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.startsWith(flag + "=")) {
                value = Optional.of(argument.substring(flag.length() + 1));
            } else if (argument.equals(flag)) {
                boolean apart =
                        i + 1 < arguments.size() && !arguments.get(i + 1).startsWith("-");
                value = Optional.of(apart ? arguments.get(i + 1) : "true");
            }
        }
        return value;
    }

    /** Whether nobody can say that its pods share their work. */
    boolean clustered() {
        return argument("--cluster.enabled")
                .filter(value -> !value.matches("(?i)false|f|0"))
                .isPresent();
    }

    /** How often it is there, for people; nothing where it is there once, or where the tree does not tell. */
    Optional<String> copies() {
        if (workload().kind().equals("DaemonSet")) {
            return Optional.of("on every node");
        }
        return Field.of(workload())
                .get("spec")
                .get("replicas")
                .number()
                .filter(count -> count > 1)
                .map(count -> "in " + count + " pods");
    }

    /** The component that is referred to so, if it is in one of the files. */
    Optional<AlloyBlock> component(String reference) {
        return files.values().stream()
                .flatMap(file -> file.blocks().stream())
                .filter(block -> !block.label().isEmpty() && (reference + ".").startsWith(block.id() + "."))
                .findFirst();
    }
}
