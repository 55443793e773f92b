using System.Globalization;
using System.Runtime.Loader;

/// <summary>
/// Runs inside of a showcase that a test has started (DOTNET_STARTUP_HOOKS), before its Main: answers on standard output to what it is asked on standard input, and says at the end whether the
/// application's load context is gone. The runtime looks for a class of this name in no namespace.
/// </summary>
internal static class StartupHook
{
    internal const string Prefix = "HOOK ";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Called by the runtime.</summary>
    public static void Initialize()
    {
        new Thread(Answer) { IsBackground = true }.Start();
        AppDomain.CurrentDomain.ProcessExit += static (_, _) => Say("unloaded " + IsUnloaded());
    }

    private static void Answer()
    {
        while (Console.ReadLine() is { } line)
        {
            foreach (var answer in line == "contexts" ? Contexts() : [Trace()])
                Say(answer);
            Say("done");
        }
    }

    /// <summary>Each assembly that is loaded, with the context that it is in.</summary>
    private static IEnumerable<string> Contexts() => AssemblyLoadContext.All
        .SelectMany(static c => c.Assemblies.Select(a => string.Create(CultureInfo.InvariantCulture, $"{(c.IsCollectible ? "application" : "default")} {a.GetName().Name}"))).ToList();

    /// <summary>Where a fault in the application's copy of its code says that it happened.</summary>
    private static string Trace()
    {
        var code = Application()!.Assemblies.Single(static a => a.GetName().Name == "Showcase"); // asked while it runs
        var fails = code.GetType("Showcase.Application", throwOnError: true)!.GetMethod("Default", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!;
        try
        {
            fails.Invoke(null, System.Reflection.BindingFlags.DoNotWrapExceptions, null, [null], null);
            return "no fault";
        }
        catch (NullReferenceException e)
        {
            return e.StackTrace!.ReplaceLineEndings(" ");
        }
    }

    private static AssemblyLoadContext? Application() => AssemblyLoadContext.All.SingleOrDefault(static c => c.IsCollectible);

    /// <summary>The runtime lets go of a context over several collections.</summary>
    private static bool IsUnloaded()
    {
        var started = TimeProvider.System.GetTimestamp();
        while (Application() is not null)
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience)
                return false;
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Yield();
        }

        return true;
    }

    private static void Say(string text) => Console.Out.WriteLine(Prefix + text);
}
