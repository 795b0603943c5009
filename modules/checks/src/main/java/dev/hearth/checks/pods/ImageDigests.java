package dev.hearth.checks.pods;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * {@code image.digest}: a tree that pins some of its images by digest pins all of them. Where none is pinned, nobody meant
 * to.
 */
final class ImageDigests implements Rule {

    private static final String ID = "image.digest";

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Context context, Consumer<Finding> findings) {
        boolean pins = false;
        List<Runnable> unpinned = new ArrayList<>();
        for (Manifest object : context.objects()) {
            for (Field container :
                    PodFields.of(object).map(PodFields::containers).orElse(List.of())) {
                Field image = container.get("image");
                ImageName name = ImageName.parse(image.textOrEmpty());
                if (name.pinned()) {
                    pins = true;
                } else if (!name.floating()) {
                    unpinned.add(() -> Said.placed(object, context, findings)
                            .info(
                                    ID,
                                    image,
                                    PodFields.called(container) + " runs a tag, which may be moved; other images of the"
                                            + " tree are pinned by digest",
                                    "add the digest behind the tag: " + image.textOrEmpty() + "@sha256:..."));
                }
            }
        }
        if (pins) {
            unpinned.forEach(Runnable::run);
        }
    }
}
