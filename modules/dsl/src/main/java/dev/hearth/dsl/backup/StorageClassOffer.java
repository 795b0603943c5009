package dev.hearth.dsl.backup;

import dev.hearth.dsl.Names;
import dev.hearth.dsl.Offer;

/**
 * A class of storage that claims may name.
 *
 * @param name the name of the StorageClass
 * @param backedUp whether the files on its volumes can be backed up; volumes that are host paths cannot
 * @param byDefault whether claims get it that name none
 */
public record StorageClassOffer(String name, boolean backedUp, boolean byDefault) implements Offer {

    public StorageClassOffer {
        Names.subdomain("storage class", name);
    }
}
