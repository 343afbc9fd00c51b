package org.clawdbot.shell.internal.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.catalog.ModelReference;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.ExitCode;
import org.clawdbot.shell.internal.cli.Json;
import org.clawdbot.shell.internal.cli.ShellCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code models refresh}. */
@Command(name = "refresh", description = "Fetch the catalogs now and say what changed.")
final class ModelsRefreshCommand extends ShellCommand {

    @Option(names = "--json", order = 90, description = "Print one JSON document.")
    private boolean json;

    ModelsRefreshCommand(CommandContext context) {
        super(context);
    }

    private record Change(
            CatalogSnapshot catalog, List<String> added, List<String> removed, List<String> changed, boolean known) {

        static Change of(@Nullable CatalogSnapshot before, CatalogSnapshot after) {
            Map<String, ModelInfo> old = before == null ? Map.of() : before.models();
            List<String> added = new ArrayList<>();
            List<String> changed = new ArrayList<>();
            after.models().forEach((id, info) -> {
                ModelInfo was = old.get(id);
                if (was == null) {
                    added.add(id);
                } else if (!was.equals(info)) {
                    changed.add(id);
                }
            });
            List<String> removed = new ArrayList<>(old.keySet());
            removed.removeAll(after.models().keySet());
            return new Change(after, added, removed, changed, before != null);
        }

        boolean nothing() {
            return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
        }
    }

    @Override
    protected int run() {
        ChatModels models = parts().requireModels();
        Map<String, CatalogSnapshot> before = known(models);
        List<Change> changes = models.refresh().stream()
                .map(after -> Change.of(before.get(after.provider()), after))
                .toList();
        if (json) {
            Json.print(out(), document -> write(document, changes));
        } else {
            changes.forEach(this::print);
        }
        return ExitCode.DONE;
    }

    private static Map<String, CatalogSnapshot> known(ChatModels models) {
        Map<String, CatalogSnapshot> known = new LinkedHashMap<>();
        try {
            models.catalogs().forEach(catalog -> known.put(catalog.provider(), catalog));
        } catch (ModelException nothingKnown) {
            return Map.of();
        }
        return known;
    }

    /** Source and time are those of the first catalog, as in the document of the list. */
    private static void write(Json document, List<Change> changes) {
        CatalogSnapshot first = changes.isEmpty() ? null : changes.get(0).catalog();
        document.put("source", first == null ? null : first.source())
                .put("fetchedAt", first == null ? null : first.fetchedAt())
                .put(
                        "count",
                        changes.stream()
                                .mapToInt(change -> change.catalog().models().size())
                                .sum())
                .put("appeared", keys(changes, Change::added))
                .put("vanished", keys(changes, Change::removed))
                .put("changed", keys(changes, Change::changed));
    }

    private static List<String> keys(List<Change> changes, Function<Change, List<String>> ids) {
        return changes.stream()
                .flatMap(change -> ids.apply(change).stream()
                        .map(id -> new ModelReference(change.catalog().provider(), id).toString()))
                .toList();
    }

    private void print(Change change) {
        print(change.catalog().provider() + ": "
                + ModelTable.describe(change.catalog(), context().clock()));
        if (!change.known()) {
            print("  nothing was known before");
            return;
        }
        if (change.nothing()) {
            print("  nothing changed");
        }
        change.added().forEach(id -> print("  + " + id));
        change.removed().forEach(id -> print("  - " + id));
        change.changed().forEach(id -> print("  ~ " + id));
    }
}
