package org.clawdbot.shell.internal.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ProviderStatus;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.provider.CatalogSource;
import org.clawdbot.shell.internal.cli.CommandContext;
import org.clawdbot.shell.internal.cli.CommandFailure;
import org.clawdbot.shell.internal.cli.ExitCode;
import org.clawdbot.shell.internal.cli.Json;
import org.clawdbot.shell.internal.cli.ShellCommand;
import org.clawdbot.shell.internal.terminal.Style;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code models list}. */
@Command(
        name = "list",
        description = "List the models with prices (US dollars per million tokens), windows and features.")
final class ModelsListCommand extends ShellCommand {

    /** The orders of the list. */
    enum Sort {
        /** Cheapest first. */
        PRICE,
        /** Largest window first. */
        CONTEXT,
        /** By name. */
        NAME;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        Comparator<ModelRow> order() {
            return switch (this) {
                case PRICE -> ModelRow.BY_PRICE;
                case CONTEXT -> ModelRow.BY_CONTEXT;
                case NAME -> ModelRow.BY_NAME;
            };
        }

        /** Reads the word. */
        static final class Word implements ITypeConverter<Sort> {

            @Override
            public Sort convert(String word) {
                return switch (word.toLowerCase(Locale.ROOT)) {
                    case "price" -> PRICE;
                    case "context" -> CONTEXT;
                    case "name" -> NAME;
                    default ->
                        throw new TypeConversionException("\"" + word + "\" is no order: say price, context or name");
                };
            }
        }
    }

    @Option(
            names = "--all",
            description = "List also what the rules of this host forbid (teeOnly, the allowed models), and say why.")
    private boolean all;

    @Option(names = "--provider", paramLabel = "P", description = "Only models of this provider.")
    private @Nullable String provider;

    @Option(names = "--tee", description = "Only models in a trusted execution environment.")
    private boolean tee;

    @Option(names = "--tools", description = "Only models that call tools.")
    private boolean tools;

    @Option(
            names = "--search",
            paramLabel = "TEXT",
            description = "Only models with these words in name, features or tags.")
    private @Nullable String search;

    @Option(
            names = "--sort",
            paramLabel = "ORDER",
            converter = Sort.Word.class,
            description = "Order by price, context or name; as the provider lists them if absent.")
    private @Nullable Sort sort;

    @ArgGroup
    private OutputOptions output = new OutputOptions();

    ModelsListCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run() {
        ChatModels models = parts().requireModels();
        List<CatalogSnapshot> catalogs = chosen(all ? models.allCatalogs() : models.catalogs());
        List<ModelRow> rows = new ArrayList<>(ModelRow.of(catalogs, models.selection(), providers(models)));
        if (all) {
            rows.replaceAll(row -> row.judgedBy(models));
        }
        rows.removeIf(wanted().negate());
        if (sort != null) {
            rows.sort(sort.order());
        }
        if (output.json) {
            Json.print(out(), document -> document(document, catalogs, rows));
        } else if (output.plain) {
            rows.forEach(row -> print(row.key()));
        } else {
            print(catalogs, rows);
        }
        if (output.json || output.plain) {
            sayWhyEmpty(catalogs);
        }
        return isBuiltIn(catalogs) ? ExitCode.UNAVAILABLE : ExitCode.DONE;
    }

    /** A program sees no model, and whoever runs it why. */
    private void sayWhyEmpty(List<CatalogSnapshot> catalogs) {
        catalogs.stream()
                .filter(catalog -> catalog.models().isEmpty() && catalog.problem() != null)
                .forEach(catalog -> warn(catalog.provider() + ": " + catalog.problem()));
    }

    /** What is built in was never the provider's list; a script must not take it for that. */
    private boolean isBuiltIn(List<CatalogSnapshot> catalogs) {
        List<CatalogSnapshot> builtIn = catalogs.stream()
                .filter(catalog -> catalog.source().equals(CatalogSource.BUILT_IN))
                .toList();
        builtIn.forEach(catalog -> warn(catalog.provider() + ": " + catalog.problem()));
        return !builtIn.isEmpty();
    }

    /** The list itself needs no credentials. */
    private @Nullable List<ProviderStatus> providers(ChatModels models) {
        String problem = CredentialsCheck.problem(parts()).orElse(null);
        if (problem == null) {
            try {
                return models.providers();
            } catch (ModelException unreadable) {
                problem = unreadable.getMessage();
            }
        }
        warn("The credentials cannot be read: " + problem + "; see: clawdbot doctor");
        return null;
    }

    private List<CatalogSnapshot> chosen(List<CatalogSnapshot> catalogs) {
        if (provider == null) {
            return catalogs;
        }
        List<CatalogSnapshot> chosen = catalogs.stream()
                .filter(catalog -> catalog.provider().equalsIgnoreCase(provider))
                .toList();
        if (chosen.isEmpty()) {
            throw CommandFailure.failed(
                    "unknown-provider",
                    "No provider \"" + provider + "\" has a catalog here; there is "
                            + (catalogs.isEmpty()
                                    ? "none"
                                    : String.join(
                                            ", ",
                                            catalogs.stream()
                                                    .map(CatalogSnapshot::provider)
                                                    .toList())),
                    null);
        }
        return chosen;
    }

    private Predicate<ModelRow> wanted() {
        return row -> (!tee || row.info().inTee())
                && (!tools || row.info().has(ModelInfo.TOOLS).orElse(false))
                && (search == null || search.isBlank() || row.matches(search));
    }

    private static void document(Json document, List<CatalogSnapshot> catalogs, List<ModelRow> rows) {
        CatalogSnapshot first = catalogs.isEmpty() ? null : catalogs.get(0);
        document.put("source", first == null ? null : first.source())
                .put("fetchedAt", first == null ? null : first.fetchedAt())
                .put("stale", first == null ? null : catalogs.stream().anyMatch(CatalogSnapshot::stale))
                .put("count", rows.size())
                .array("models", rows, (json, row) -> row.write(json));
    }

    private void print(List<CatalogSnapshot> catalogs, List<ModelRow> rows) {
        if (rows.isEmpty()) {
            out().println("No models found.");
        } else {
            ModelTable.print(terminal(), rows);
        }
        for (CatalogSnapshot catalog : catalogs) {
            Style style = catalog.stale() || catalog.problem() != null ? Style.YELLOW : Style.DIM;
            out().println(style.apply(
                    terminal(),
                    terminal()
                            .onOut(catalog.provider() + ": "
                                    + ModelTable.describe(catalog, context().clock()))));
        }
    }
}
