using System.Text.Json.Nodes;

namespace ParityTests;

/// <summary>Finds fixtures in folders: sidecars with a family, checkpoint folders, and tables of values.</summary>
internal static class FixtureFinder
{
    public static string DefaultFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var goldens = Path.Combine(folder.FullName, "test", "Assets", "Goldens");
            if (Directory.Exists(goldens))
                return goldens;
        }
        throw new DirectoryNotFoundException("No folder above this program holds test/Assets/Goldens.");
    }

    public static IEnumerable<Fixture> Find(IEnumerable<string> folders)
    {
        foreach (var folder in folders)
        {
            foreach (var path in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                if (JsonNode.Parse(File.ReadAllText(path)) is JsonObject sidecar && Family(path, sidecar) is { } family)
                    yield return new Fixture(path, sidecar, family);
            }
            foreach (var archive in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                if (Path.GetExtension(archive) is ".pth" or ".pt")
                    yield return new Fixture(archive, [], "pytorch archive");
            }
        }
    }

    /// <summary>Null for JSON that is no fixture: manifests, and files that belong to another.</summary>
    private static string? Family(string path, JsonObject sidecar)
    {
        if ((string?)sidecar["family"] is { } family)
            return family;
        return Path.GetFileName(path) switch
        {
            "config.json" when File.Exists(Path.Combine(Path.GetDirectoryName(path)!, "pytorch_model.bin")) => "pytorch archive",
            "config.json" => "checkpoint folder",
            "lr_schedules.json" => "learning-rate schedules",
            "drop_path_rates.json" => "drop-path rates",
            _ => null,
        };
    }
}
