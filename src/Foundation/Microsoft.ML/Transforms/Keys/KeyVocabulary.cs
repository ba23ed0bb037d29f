using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(KeyVocabulary), null, typeof(SignatureLoadModel), "Term Manager", KeyVocabulary.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>The values behind the keys of a transformer's columns, as a part of the saved model of its own, with the values as text beside it to look at.</summary>
internal sealed class KeyVocabulary(KeyDictionary[] dictionaries, string[] columns) : ICanSaveModel
{
    public const string Name = "Vocabulary";
    public const string LoaderSignature = "TermManager";

    private static VersionInfo Version => new("TERM MAN", 0x00010003, 0x00010003, 0x00010003, typeof(KeyVocabulary).Assembly.FullName, LoaderSignature);

    public KeyDictionary[] Dictionaries => dictionaries;

    private static KeyVocabulary Create(IHostEnvironment environment, ModelLoadContext ctx)
    {
        environment.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel(Version);
        var dictionaries = new KeyDictionary[ctx.Reader.ReadInt32()];
        var columns = new string[dictionaries.Length];
        for (var i = 0; i < dictionaries.Length; i++)
        {
            columns[i] = ctx.LoadNonEmptyString();
            dictionaries[i] = KeyDictionary.Load(ctx.Reader);
        }
        return new KeyVocabulary(dictionaries, columns);
    }

    public void Save(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        ctx.Writer.Write(dictionaries.Length);
        for (var i = 0; i < dictionaries.Length; i++)
        {
            ctx.SaveNonEmptyString(columns[i]);
            dictionaries[i].Save(ctx.Writer);
        }
        ctx.SaveTextStream("Terms.txt", writer =>
        {
            writer.WriteLine($"# Number of columns = {dictionaries.Length}");
            for (var i = 0; i < dictionaries.Length; i++)
            {
                writer.WriteLine($"# {columns[i]}");
                writer.WriteLine($"# Number of terms = {dictionaries[i].Count}");
                var key = 0;
                foreach (var text in dictionaries[i].Texts())
                    writer.WriteLine($"{key++}\t{text}");
            }
        });
    }
}
