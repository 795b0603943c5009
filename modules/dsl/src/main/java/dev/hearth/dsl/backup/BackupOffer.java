package dev.hearth.dsl.backup;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Offer;
import java.util.Optional;

/**
 * A Velero that makes backups by the Schedules in its namespace.
 *
 * @param locations where it keeps them; every component is backed up to each
 */
public record BackupOffer(ImmutableList<Location> locations) implements Offer {

    /**
     * A place where backups are kept.
     *
     * @param name the name of the BackupStorageLocation
     * @param component the component of this cluster that keeps it, which is no backup of itself; empty where it is outside
     */
    public record Location(String name, Optional<String> component) {

        public Location {
            Names.label("backup location", name);
            requireNonNull(component, "component");
        }
    }

    public BackupOffer {
        if (locations.isEmpty()) {
            throw new IllegalArgumentException("backups need at least one location");
        }
    }
}
