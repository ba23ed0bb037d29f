#nullable disable // as the library it tests
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Foundation.Tests.ML.Data;

public class ConcurrencyTests
{
    private sealed class Row
    {
        public int Id { get; set; }
        public float X { get; set; }
        public string Class { get; set; }
    }

    private static Row[] Rows => [.. Enumerable.Range(0, 500).Select(i => new Row { Id = i, X = i * 0.5f, Class = "abc"[i % 3].ToString() })];

    [Fact]
    public void CursorsOfOneViewAreIndependent()
    {
        var ml = new MLContext(1);
        var view = ml.Data.LoadFromEnumerable(Rows);
        var model = ml.Transforms.Conversion.MapValueToKey("Key", "Class").Append(ml.Transforms.Concatenate("F", "X", "X"))
            .Append(ml.Transforms.Conversion.MapKeyToValue("Back", "Key")).Fit(view);
        var output = model.Transform(view);
        var expected = Enumerable.Range(0, 500).Select(i => (i, "abc"[i % 3].ToString(), i * 0.5f)).ToArray();

        Parallel.For(0, 8, _ =>
        {
            using var cursor = output.GetRowCursor(output.Schema);
            var id = cursor.GetGetter<int>(output.Schema["Id"]);
            var back = cursor.GetGetter<ReadOnlyMemory<char>>(output.Schema["Back"]);
            var features = cursor.GetGetter<VBuffer<float>>(output.Schema["F"]);
            var seen = new List<(int, string, float)>();
            int number = 0;
            ReadOnlyMemory<char> text = default;
            VBuffer<float> values = default;
            while (cursor.MoveNext())
            {
                id(ref number);
                back(ref text);
                features(ref values);
                seen.Add((number, text.ToString(), values.GetValues()[1]));
            }
            Assert.Equal(expected, seen);
        });
    }

    [Fact]
    public void HostsCanBeMadeFromManyThreads()
    {
        var ml = new MLContext(1);
        var hosts = new Microsoft.ML.Runtime.IHost[200];
        Parallel.For(0, hosts.Length, i => hosts[i] = ((Microsoft.ML.Runtime.IHostEnvironment)ml).Register("Host"));
        Assert.Equal(hosts.Length, hosts.Select(h => h.Rand.Next()).Distinct().Count());
    }
}
