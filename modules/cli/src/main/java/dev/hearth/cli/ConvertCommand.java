package dev.hearth.cli;

import dev.hearth.cli.Failures.WrongUse;
import dev.hearth.manifest.Document;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Null;
import dev.hearth.manifest.Yaml;
import dev.hearth.manifest.YamlException;
import dev.hearth.pipeline.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth convert}: what the reader and the writer make of a file. */
@Command(
        name = "convert",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what Hearth's reader and writer make of a YAML or JSON file: what Kubernetes reads, in the form that all"
                    + " readers read alike.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  hearth convert deployment.yaml --to json",
            "  kubectl get service web -o json | hearth convert - --to yaml"
        })
final class ConvertCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "FILE", description = "a file, or - for standard input")
    String file = "";

    @Option(names = "--to", required = true, paramLabel = "FORM", description = "json or yaml")
    Form to = Form.YAML;

    @Option(names = "--show", description = "also where there is a Secret with values in the file")
    boolean show;

    /** What to write. */
    enum Form {
        JSON,
        YAML
    }

    ConvertCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        List<Document> documents;
        try {
            documents = Yaml.documents(Yaml.decode(bytes(), file), file).stream()
                    .filter(document -> document.root() != Null.NULL)
                    .toList();
        } catch (YamlException broken) {
            console.err().println("hearth: " + broken.getMessage());
            return ExitCode.FINDINGS.number();
        }
        if (!show && documents.stream().map(Document::root).anyMatch(ClearSecret::within)) {
            throw new WrongUse(file + " holds a Secret with its values; --show prints them");
        }
        if (to == Form.YAML) {
            console.out()
                    .print(Yaml.write(documents.stream().map(Document::root).toList()));
        } else {
            documents.forEach(document -> console.out().print(Json.pretty(document.root())));
        }
        return ExitCode.CLEAN.number();
    }

    private byte[] bytes() throws IOException {
        if (file.equals("-")) {
            return console.in().readAllBytes();
        }
        Path path = Path.of(file);
        if (Files.isDirectory(path)) {
            throw new WrongUse(file + " is a folder; name a file");
        }
        return Files.readAllBytes(path);
    }
}
