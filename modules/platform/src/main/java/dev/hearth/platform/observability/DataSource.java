package dev.hearth.platform.observability;

import static java.util.Objects.requireNonNull;

import dev.hearth.dsl.Data;
import dev.hearth.dsl.Value;
import java.util.regex.Pattern;

/**
 * Where Grafana reads data from.
 *
 * @param name what people see
 * @param uid what dashboards refer to, for life: at most 40 letters, digits, {@code -} and {@code _}
 * @param type the plugin, such as {@code prometheus}
 * @param url where it answers Grafana's server
 * @param settings fields of its {@code jsonData}, with a dollar as Grafana shows it
 * @see <a href="https://grafana.com/docs/grafana/latest/administration/provisioning/">Provisioning Grafana</a>
 */
public record DataSource(String name, String uid, String type, Value url, Data settings) {

    private static final Pattern UID = Pattern.compile("[A-Za-z0-9_-]{1,40}");

    public DataSource {
        requireNonNull(name, "name");
        requireNonNull(type, "type");
        requireNonNull(url, "url");
        requireNonNull(settings, "settings");
        if (!UID.matcher(uid).matches()) {
            throw new IllegalArgumentException(
                    "uid '" + uid + "' of data source " + name + " must be 1 to 40 letters, digits, '-' and '_'");
        }
    }

    /** A source of that type, whose uid is the type. */
    public static DataSource named(String name, String type, Value url) {
        return new DataSource(name, type, type, url, Data.map());
    }

    /** A copy with that uid. */
    public DataSource uid(String other) {
        return new DataSource(name, other, type, url, settings);
    }

    /** As a file of sources has it, where a dollar begins a variable of the environment unless there are two. */
    Data json(boolean byDefault) {
        return Data.map(
                "name",
                name,
                "uid",
                uid,
                "type",
                type,
                "access",
                "proxy",
                "isDefault",
                byDefault,
                "url",
                url,
                "editable",
                false,
                "jsonData",
                settings.texts(text -> text.replace("$", "$$")));
    }

    /** A copy with those fields of {@code jsonData}, over those it has. */
    public DataSource settings(Data more) {
        return new DataSource(name, uid, type, url, settings.merge(more));
    }
}
