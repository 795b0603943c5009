package dev.hearth.helm;

import com.google.common.collect.ImmutableList;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Objects as Helm writes them: each behind a line that names its template. */
final class Inflated {

    private static final Pattern SOURCE = Pattern.compile("(?m)^# Source: (\\S+)\\R");

    private Inflated() {}

    /**
     * The objects; positions in them name the chart's template.
     *
     * @throws dev.hearth.manifest.YamlException where a template makes no YAML, or something that is no object
     */
    static ImmutableList<Manifest> read(String output, String chart) {
        ImmutableList.Builder<Manifest> objects = ImmutableList.builder();
        Matcher source = SOURCE.matcher(output);
        int start = 0;
        String template = chart;
        while (source.find()) {
            objects.addAll(Yaml.readFlat(output.substring(start, source.start()), template));
            start = source.end();
            template = chart + " " + source.group(1);
        }
        objects.addAll(Yaml.readFlat(output.substring(start), template));
        return objects.build();
    }
}
