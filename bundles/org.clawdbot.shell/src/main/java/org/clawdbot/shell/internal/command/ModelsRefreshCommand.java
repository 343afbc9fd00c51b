package org.clawdbot.shell.internal.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.clawdbot.api.catalog.CatalogChange;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelChange;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.SelectionProblem;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.ExitCode;
import org.clawdbot.shell.internal.cli.Json;
import org.clawdbot.shell.internal.cli.ShellCommand;
import org.clawdbot.shell.internal.terminal.Quantities;
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

    /** A list as it is now, and what is different from before, or null if nothing was known before. */
    private record News(CatalogSnapshot now, @Nullable CatalogChange change) {}

    @Override
    protected int run() {
        ChatModels models = parts().requireModels();
        Map<String, CatalogSnapshot> before = known(models);
        models.refresh();
        // of everything that is listed: a model that leaves its environment has not vanished
        List<News> news = models.allCatalogs().stream()
                .map(now -> new News(now, change(before.get(now.provider()), now)))
                .toList();
        List<SelectionProblem> problems = models.selectionProblems();
        if (json) {
            Json.print(out(), document -> write(document, news, problems));
        } else {
            news.forEach(this::print);
        }
        changes(news)
                .filter(ModelChange::teeLost)
                .forEach(change ->
                        warn(change.after().reference() + " does not run in a trusted execution environment any more"));
        problems.forEach(problem -> warn(SelectionText.of(problem)));
        return ExitCode.DONE;
    }

    private static Map<String, CatalogSnapshot> known(ChatModels models) {
        Map<String, CatalogSnapshot> known = new LinkedHashMap<>();
        models.knownCatalogs().forEach(catalog -> known.put(catalog.provider(), catalog));
        return known;
    }

    private static @Nullable CatalogChange change(@Nullable CatalogSnapshot before, CatalogSnapshot now) {
        return before == null ? null : CatalogChange.between(before, now);
    }

    private static Stream<ModelChange> changes(List<News> news) {
        return news.stream().flatMap(one -> {
            CatalogChange change = one.change();
            return change == null ? Stream.empty() : change.changed().stream();
        });
    }

    /** Source and time are those of the first catalog, as in the document of the list. */
    private static void write(Json document, List<News> news, List<SelectionProblem> problems) {
        CatalogSnapshot first = news.isEmpty() ? null : news.get(0).now();
        List<String> appeared = new ArrayList<>();
        List<String> vanished = new ArrayList<>();
        for (News one : news) {
            CatalogChange change = one.change();
            if (change != null) {
                change.appeared()
                        .forEach(model -> appeared.add(model.reference().toString()));
                change.vanished()
                        .forEach(model -> vanished.add(model.reference().toString()));
            }
        }
        document.put("source", first == null ? null : first.source())
                .put("fetchedAt", first == null ? null : first.fetchedAt())
                .put(
                        "stale",
                        first == null
                                ? null
                                : news.stream().anyMatch(one -> one.now().stale()))
                .put(
                        "count",
                        news.stream().mapToInt(one -> one.now().models().size()).sum())
                .put("appeared", appeared)
                .put("vanished", vanished)
                .array("changed", changes(news).toList(), (model, change) -> model.put(
                                "key", change.after().reference())
                        .put("teeLost", change.teeLost())
                        .array("differences", ModelDifference.of(change), ModelDifference::write))
                .array("problems", problems, (json, problem) -> json.put("setting", problem.setting())
                        .put("model", problem.model())
                        .put("code", problem.code())
                        .put("message", problem.message())
                        .put("replacement", problem.replacement()));
    }

    private void print(News news) {
        print(news.now().provider() + ": "
                + ModelTable.describe(news.now(), context().clock()));
        CatalogChange change = news.change();
        if (change == null) {
            print("  nothing was known before");
            return;
        }
        if (change.switched()) {
            print("  the list came from " + change.before().source() + " before");
        }
        if (change.sameModels()) {
            print("  nothing changed");
        }
        change.appeared().forEach(model -> print("  + " + model.reference() + "  " + inShort(model)));
        change.vanished().forEach(model -> print("  - " + model.reference()));
        change.changed().forEach(model -> {
            print("  ~ " + model.after().reference());
            ModelDifference.of(model).forEach(difference -> print("      " + difference));
        });
    }

    private static String inShort(ModelInfo model) {
        return (model.inTee() ? "TEE, " : "") + "context " + Quantities.tokens(model.contextWindow()) + ", $/M in "
                + Quantities.price(model.pricing().input()) + " out "
                + Quantities.price(model.pricing().output());
    }
}
