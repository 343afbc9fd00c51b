package org.clawdbot.shell.internal.command;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.picker.ListPicker;
import org.clawdbot.shell.internal.picker.PickerItems;
import org.clawdbot.shell.internal.picker.PickerItems.Order;
import org.clawdbot.shell.internal.picker.PickerItems.Toggle;
import org.clawdbot.shell.internal.terminal.Screen;
import org.jspecify.annotations.Nullable;

/** Lets somebody choose one of the models there are now. */
final class ModelPicker {

    private final CommandContext context;

    /** Creates a picker. */
    ModelPicker(CommandContext context) {
        this.context = context;
    }

    /** Takes the window over and gives the full name of what is chosen; empty if nothing is, or there is no window. */
    Optional<String> choose(String title) throws IOException, InterruptedException {
        return choose(title, null);
    }

    /** Does the same with a model selected at first, or the default model where none is named. */
    Optional<String> choose(String title, @Nullable String selected) throws IOException, InterruptedException {
        ChatModels models = context.parts().requireModels();
        if (ModelTable.isEmpty(models.catalogs())) {
            return Optional.empty();
        }
        Optional<Screen> window = context.terminal().openScreen();
        if (window.isEmpty()) {
            return Optional.empty();
        }
        try (Screen screen = window.get()) {
            return pick(title, models, screen, selected).map(ModelRow::key);
        }
    }

    /** Gives what is chosen on the screen, with the default model selected at first, or empty if nothing is. */
    Optional<ModelRow> pick(String title, ChatModels models, Screen screen) throws IOException, InterruptedException {
        return pick(title, models, screen, null);
    }

    private Optional<ModelRow> pick(String title, ChatModels models, Screen screen, @Nullable String selected)
            throws IOException, InterruptedException {
        List<CatalogSnapshot> catalogs = models.catalogs();
        List<ModelRow> rows = ModelRow.of(catalogs, models.selection(), null);
        ModelRow chosen = rows.stream()
                .filter(row -> selected == null
                        ? row.tags().contains(ModelRow.DEFAULT)
                        : row.key().equals(selected))
                .findFirst()
                .orElse(null);
        return new ListPicker<>(items(title, catalogs, rows), chosen).pick(screen);
    }

    private PickerItems<ModelRow> items(String title, List<CatalogSnapshot> catalogs, List<ModelRow> rows) {
        boolean oneProvider = catalogs.size() == 1;
        String status = String.join(
                "; ",
                catalogs.stream()
                        .map(catalog -> catalog.provider() + ": " + ModelTable.age(catalog, context.clock()))
                        .toList());
        return new PickerItems<>(
                title,
                status,
                rows,
                row -> oneProvider ? row.info().reference().id() : row.key(),
                ModelRow::words,
                (shown, width) -> ModelTable.of(shown, width, !oneProvider),
                (row, width) -> ModelPreview.of(row, context.clock(), width),
                new Toggle<>('T', "TEE only", row -> row.info().inTee()),
                List.of(
                        new Order<>("as listed", Comparator.comparing(row -> 0)),
                        new Order<>("by price", ModelRow.BY_PRICE),
                        new Order<>("by context", ModelRow.BY_CONTEXT),
                        new Order<>("by name", ModelRow.BY_NAME)));
    }
}
