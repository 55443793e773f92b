using System.Text.Json;
using Zhar.Live.Diffs;
using Zhar.Live.Tests.Support;
using Zhar.Web;
using static Zhar.Web.Markup;

namespace Zhar.Live.Tests.Diffs;

/// <summary>The law of diffs: after each one the browser has exactly the page that the server rendered.</summary>
public sealed class DiffPropertyTests(ITestOutputHelper output)
{
    private const int Runs = 400;
    private const int Edits = 25;

    [Fact]
    public void Diffs_of_random_pages_and_edits_make_the_page()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        for (var run = 0; run < Runs; run++)
            Check(seed + run);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20_261_122)]
    [InlineData(int.MaxValue - 1000)]
    public void Diffs_of_fixed_seeds_make_the_page(int seed) => Check(seed);

    private static void Check(int seed)
    {
        var random = new Random(seed);
        var tree = new RenderedTree();
        var wire = new WireTree();
        var model = Node.Make(random, 4);
        for (var edit = 0; edit < Edits; edit++)
        {
            var page = model.Render();
            using (var writer = DiffWriter.Rent())
            {
                tree.WriteView(writer, page);
                if (writer.Finish() is { } bytes)
                {
                    using var diff = JsonDocument.Parse(bytes);
                    wire.Apply(diff.RootElement);
                }
            }

            Assert.True(page.ToString() == wire.ToString(), $"seed {seed}, edit {edit}:\nexpected {page}\nactual   {wire}");
            model = random.Next(20) == 0 ? Node.Make(random, 4) : model.Edit(random, 4);
        }
    }

    /// <summary>A page as data, so that it can be edited.</summary>
    private abstract record Node
    {
        public abstract Html Render();

        public abstract Node Edit(Random random, int depth);

        public static Node Make(Random random, int depth) => random.Next(depth <= 0 ? 2 : 8) switch
        {
            0 => new Text(Word(random)),
            1 => new Number(random.Next(3), Word(random)),
            2 => new Pair(Make(random, depth - 1), Make(random, depth - 1)),
            3 => new Choice(random.Next(2) == 0, Make(random, depth - 1), Make(random, depth - 1)),
            4 or 5 => new Rows([.. Ids(random).Select(id => (id, Make(random, depth - 2)))]),
            6 => new Plain([.. Enumerable.Range(0, random.Next(4)).Select(_ => Make(random, depth - 2))]),
            _ => new Remembered(random.Next(3), Make(random, depth - 1)),
        };

        protected static Node Change(Random random, Node node, int depth) => random.Next(4) switch
        {
            0 => node,
            1 => Make(random, depth - 1),
            _ => node.Edit(random, depth - 1),
        };

        protected static string Word(Random random) => new[] { "", "a", "<b>", "é", "\"q\"", "&amp;", "longer text\nof two lines", "👋" }[random.Next(8)];

        protected static IEnumerable<int> Ids(Random random)
        {
            var ids = Enumerable.Range(0, 7).ToArray();
            random.Shuffle(ids);
            return ids.Take(random.Next(7));
        }
    }

    private sealed record Text(string Value) : Node
    {
        public override Html Render() => $"{Value}";

        public override Node Edit(Random random, int depth) => this with { Value = Word(random) };
    }

    private sealed record Number(int Value, string Class) : Node
    {
        public override Html Render() => $"<i class=\"{Class}\">{Value}</i>";

        public override Node Edit(Random random, int depth) => this with { Value = random.Next(3), Class = random.Next(3) == 0 ? Word(random) : Class };
    }

    private sealed record Pair(Node First, Node Second) : Node
    {
        public override Html Render() => $"<div>{First.Render()}<hr>{Second.Render()}</div>";

        public override Node Edit(Random random, int depth) => this with { First = Change(random, First, depth), Second = Change(random, Second, depth) };
    }

    private sealed record Choice(bool Test, Node Then, Node Otherwise) : Node
    {
        public override Html Render() => $"<section>{If(Test, () => $"<b>{Then.Render()}</b>", Otherwise.Render)}{When(Test, () => $"<u>x</u>")}</section>";

        public override Node Edit(Random random, int depth) =>
            this with { Test = random.Next(2) == 0, Then = Change(random, Then, depth), Otherwise = Change(random, Otherwise, depth) };
    }

    private sealed record Rows((int Id, Node Node)[] Items) : Node
    {
        public override Html Render() => $"<ul>{Each(Items, i => i.Id, i => i.Id == 6 ? i.Node.Render() : $"<li id=\"{i.Id}\">{i.Node.Render()}</li>")}</ul>";

        public override Node Edit(Random random, int depth)
        {
            var known = Items.ToDictionary(i => i.Id, i => i.Node);
            var ids = random.Next(3) == 0 ? Items.Select(i => i.Id) : Ids(random);
            return new Rows([.. ids.Select(id => (id, known.TryGetValue(id, out var node) ? Change(random, node, depth) : Make(random, depth - 2)))]);
        }
    }

    private sealed record Plain(Node[] Items) : Node
    {
        public override Html Render() => $"<ol>{Each(Items, i => $"<li>{i.Render()}</li>")}</ol>";

        public override Node Edit(Random random, int depth)
        {
            var items = Items.Select(i => Change(random, i, depth)).ToList();
            if (random.Next(2) == 0)
                items.Insert(random.Next(items.Count + 1), Make(random, depth - 2));
            else if (items.Count > 0)
                items.RemoveAt(random.Next(items.Count));
            return new Plain([.. items]);
        }
    }

    /// <summary>A memo is only right when its key says all: here it does, the node in it is the key.</summary>
    private sealed record Remembered(int Version, Node Inner) : Node
    {
        public override Html Render() => $"<aside>{Memo((Version, Inner), () => $"<em>{Version}</em>{Inner.Render()}")}</aside>";

        public override Node Edit(Random random, int depth) => random.Next(2) == 0 ? this : this with { Version = random.Next(3), Inner = Change(random, Inner, depth) };
    }
}
