package dev.hearth.dsl.dashboard;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Data;

/**
 * Where a dashboard or a panel leads to.
 *
 * @param title what people see
 * @param url where it leads; empty for a list of dashboards
 * @param tags the tags of the dashboards it lists
 */
public record Link(String title, String url, ImmutableList<String> tags) {

    public Link {
        requireNonNull(title, "title");
        if (url.isEmpty() == tags.isEmpty()) {
            throw new IllegalArgumentException("link '" + title + "' leads to one address, or to dashboards by tags");
        }
    }

    /** A link to any address. */
    public static Link to(String title, String url) {
        return new Link(title, url, ImmutableList.of());
    }

    /** A link to the dashboard of that uid; the time that is looked at stays. */
    public static Link toDashboard(String title, String uid) {
        return to(title, "/d/" + Dashboard.uid(uid, title));
    }

    /** A menu of the dashboards that have all those tags. */
    public static Link toTagged(String title, String... tags) {
        return new Link(title, "", ImmutableList.copyOf(tags));
    }

    Data json() {
        boolean menu = url.isEmpty();
        boolean within = menu || url.startsWith("/");
        return Data.map(
                "title",
                title,
                "type",
                menu ? "dashboards" : "link",
                "icon",
                menu ? "dashboard" : "external link",
                "tooltip",
                "",
                "url",
                url,
                "tags",
                tags,
                "asDropdown",
                menu,
                "targetBlank",
                !within,
                "includeVars",
                false,
                "keepTime",
                within);
    }
}
