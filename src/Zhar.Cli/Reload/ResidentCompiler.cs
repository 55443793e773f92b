using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json;

namespace Zhar.Cli.Reload;

/// <summary>
/// A <see cref="CodeCompiler"/> on the compiler of the SDK that builds the project: it is compiled ahead of time, so the first edit does not wait for the JIT, and it is the one that the
/// SDK's generators were made for. It lives in a load context with a copy of this assembly, and is spoken to with strings.
/// </summary>
internal sealed class ResidentCompiler
{
    private readonly Func<string[], string, string> _compile;
    private readonly Func<CancellationToken, Task<string>> _check;
    private readonly Func<Task> _warm;

    private ResidentCompiler(Func<string[], string, string> compile, Func<CancellationToken, Task<string>> check, Func<Task> warm)
    {
        _compile = compile;
        _check = check;
        _warm = warm;
    }

    /// <summary>Loads the compiler, reads the whole project, and compiles it once, so that it is warm.</summary>
    /// <returns>The compiler, and the hash of the project as it is.</returns>
    internal static (ResidentCompiler Compiler, CompileResult First) Start(CompilerArguments arguments, string output)
    {
        var compiler = Make(arguments);
        return (compiler, compiler.Compile([], output));
    }

    /// <summary>See <see cref="CodeCompiler.Compile"/>.</summary>
    internal CompileResult Compile(string[] changed, string output) => Read(_compile(changed, output));

    /// <summary>See <see cref="CodeCompiler.Check"/>.</summary>
    internal async Task<CompileResult> Check(CancellationToken cancellationToken) => Read(await _check(cancellationToken).ConfigureAwait(false));

    /// <summary>See <see cref="CodeCompiler.Warm"/>.</summary>
    internal Task Warm() => _warm();

    private static ResidentCompiler Make(CompilerArguments arguments)
    {
        var own = typeof(ResidentCompiler).Assembly;
        var assembly = arguments.Compiler is { } folder && own.Location.Length > 0 ? new Context(folder, own).LoadFromAssemblyPath(own.Location) : own;
        var make = assembly.GetType(typeof(ResidentCompiler).FullName!, throwOnError: true)!.GetMethod(nameof(Open), BindingFlags.Static | BindingFlags.NonPublic)!; // this very class
        var (compile, check, warm) = ((Func<string[], string, string>, Func<CancellationToken, Task<string>>, Func<Task>))make.Invoke(null, [arguments.Folder, arguments.Arguments])!; // Open returns them
        return new ResidentCompiler(compile, check, warm);
    }

    /// <summary>Called in the copy.</summary>
    private static (Func<string[], string, string> Compile, Func<CancellationToken, Task<string>> Check, Func<Task> Warm) Open(string folder, string[] arguments)
    {
        var compiler = new CodeCompiler(folder, arguments);
        return (
            (changed, output) => JsonSerializer.Serialize(compiler.Compile(changed, output), CompileJson.Default.CompileResult),
            async cancellationToken => JsonSerializer.Serialize(await compiler.Check(cancellationToken).ConfigureAwait(false), CompileJson.Default.CompileResult),
            compiler.Warm);
    }

    private static CompileResult Read(string json) => JsonSerializer.Deserialize(json, CompileJson.Default.CompileResult)!; // never the text null

    private sealed class Context(string compiler, Assembly own) : AssemblyLoadContext("compiler")
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            if (assemblyName.Name == own.GetName().Name)
                return LoadFromAssemblyPath(own.Location);
            var path = Path.Combine(compiler, assemblyName.Name + ".dll");
            return assemblyName.Name?.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) == true && File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }
    }
}
