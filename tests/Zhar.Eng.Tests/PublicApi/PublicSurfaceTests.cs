using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;
using Zhar.Eng.PublicApi;

namespace Zhar.Eng.Tests.PublicApi;

/// <summary>How what is public is written, read from compiled code as it is read from the libraries.</summary>
public sealed class PublicSurfaceTests
{
    private static readonly CSharpCompilationOptions AsLibrary = new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);

    [Fact]
    public void A_class_shows_what_others_may_call_and_what_they_may_override() => Assert.Equal(
        [
            "public abstract class Shelf : IDisposable",
            "    protected Shelf(string? name = null)",
            "    protected virtual int Count(ref int start, params string[] names)",
            "    public void Dispose()",
            "    public const int Most = 3",
            "    public event Action<string?>? Moved",
            "    public required string Name { get; set; }",
            "    [Obsolete] public void Old()",
            "    public static bool operator false(Shelf s)",
            "    public static bool operator true(Shelf s)",
            "    public string? this[int index] { get; }",
        ],
        Describe("""
            public abstract class Shelf : IDisposable, IHidden
            {
                private int _field;
                protected Shelf(string? name = null) { }
                public const int Most = 3;
                public required string Name { get; set; }
                public string? this[int index] { get => null; private set { } }
                public event Action<string?>? Moved;
                protected virtual int Count(ref int start, params string[] names) => _field;
                internal void Hidden() { }
                private protected void AlsoHidden() { }
                [Obsolete("Use Count.")] public void Old() { }
                public override string ToString() => "";
                public void Dispose() => Moved?.Invoke(null);
                public static bool operator true(Shelf s) => true;
                public static bool operator false(Shelf s) => false;
            }
            internal interface IHidden;
            """));

    [Fact]
    public void A_record_shows_what_a_person_wrote() => Assert.Equal(
        [
            "public sealed record Circle : Shape",
            "    public Circle(int Radius, string? Name)",
            "    public string? Name { get; init; }",
            "    public int Radius { get; init; }",
            "",
            "public readonly record struct Point",
            "    public Point(int X, int Y)",
            "    public int X { get; init; }",
            "    public int Y { get; init; }",
            "",
            "public abstract record Shape",
            "    protected Shape()",
        ],
        Describe("""
            public abstract record Shape;
            public sealed record Circle(int Radius, string? Name) : Shape;
            public readonly record struct Point(int X, int Y);
            """));

    [Fact]
    public void The_members_of_an_extension_block_are_shown_with_their_receiver_and_once() => Assert.Equal(
        [
            "public static class Words",
            "    public static string Thrice(this string text)",
            "    extension(string text) public bool IsShort { get; }",
            "    extension(string text) public string Twice(int more = 1)",
            "    extension(string value) public static string Nothing()",
            "    extension<T>(IEnumerable<T> all) where T : class public T? Any()",
        ],
        Describe("""
            public static class Words
            {
                extension(string text)
                {
                    public string Twice(int more = 1) => text + text;
                    public bool IsShort => text.Length < 3;
                }
                extension(string)
                {
                    public static string Nothing() => "";
                }
                extension<T>(IEnumerable<T> all) where T : class
                {
                    public T? Any() => null;
                }
                public static string Thrice(this string text) => text + text + text;
            }
            """));

    [Fact]
    public void Interfaces_enums_delegates_and_nested_types_are_shown() => Assert.Equal(
        [
            "public enum Colour : byte",
            "    Red = 0",
            "    Blue = 1",
            "",
            "public interface IShelf<in T> where T : struct",
            "    int Count { get; }",
            "    static abstract int Most { get; }",
            "    [Hidden] void Put(T value)",
            "    virtual int Twice()",
            "",
            "public class Outer<T> : List<T?> where T : class",
            "    public Outer()",
            "",
            "public static class Outer<T>.Inner",
            "",
            "public delegate Task<T> Reader<T>(string name) where T : class",
            "",
            "public ref struct Span",
        ],
        Describe("""
            public interface IShelf<in T> where T : struct
            {
                int Count { get; }
                static abstract int Most { get; }
                int Twice() => 2 * Count;
                [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)] void Put(T value);
            }
            public enum Colour : byte { Red, Blue }
            public delegate System.Threading.Tasks.Task<T> Reader<T>(string name) where T : class;
            public class Outer<T> : List<T?> where T : class
            {
                public static class Inner;
                private sealed class Unreachable;
            }
            public ref struct Span;
            internal sealed class Hidden { public sealed class AlsoHidden; }
            """));

    private static IEnumerable<string> Describe(string source)
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static f => MetadataReference.CreateFromFile(f)).ToList(); // the host of .NET sets it
        var compilation = CSharpCompilation.Create("Shop", [CSharpSyntaxTree.ParseText($"using System; using System.Collections.Generic; namespace Shop; {source}")], platform, AsLibrary);
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));

        var reference = MetadataReference.CreateFromImage(image.ToArray());
        var reader = CSharpCompilation.Create("reader", references: [reference, .. platform]);
        var lines = PublicSurface.Of((IAssemblySymbol)reader.GetAssemblyOrModuleSymbol(reference)!); // it is an assembly
        Assert.Equal("namespace Shop", lines[0]);
        return lines.Skip(2);
    }
}
