package dev.hearth.dsl.workload;

/** A volume at a path of a container. */
record Mount(Volume volume, String path, String subPath, boolean readOnly) {

    Mount {
        Amounts.absolute("mount path", path);
        if (!subPath.isEmpty()) {
            Amounts.relative("sub path", subPath);
        }
    }
}
