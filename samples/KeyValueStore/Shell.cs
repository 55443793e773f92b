using Zhar;

namespace KeyValueStore;

/// <summary>Reads commands, one a line, and answers each with text.</summary>
internal sealed class Shell(Store.Ref store, TextReader input, TextWriter output, bool prompts)
{
    private const string Help = """
        get KEY            the value of a key
        put KEY VALUE      stores a value; it may contain spaces
        delete KEY         forgets a key
        list               all keys and values
        crash              crashes the store; its supervisor starts an empty one
        help               this text
        quit               ends (so does the end of the input)
        """;

    /// <summary>Runs until <c>quit</c> or the end of the input.</summary>
    public async Task Run()
    {
        while (true)
        {
            if (prompts)
                await output.WriteAsync("> ");
            if (await input.ReadLineAsync() is not { } line)
                return;
            var words = line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (words is ["quit"])
                return;
            if (words.Length > 0)
                await output.WriteLineAsync(await Answer(words));
        }
    }

    private async Task<string> Answer(string[] words)
    {
        try
        {
            return words switch
            {
                ["get", var key] => await store.Get(key) ?? $"error: there is no key '{key}'",
                ["put", var key, var value] => await store.Put(key, value) is { } before ? $"ok, was {before}" : "ok",
                ["delete", var key] => await store.Delete(key) ? "ok" : $"error: there is no key '{key}'",
                ["list"] => await List(),
                ["crash"] => await Crash(),
                ["help"] => Help,
                ["get" or "delete", ..] => $"error: {words[0]} needs one key: {words[0]} KEY",
                ["put", ..] => "error: put needs a key and a value: put KEY VALUE",
                ["list" or "crash" or "help" or "quit", ..] => $"error: {words[0]} takes nothing after it",
                _ => $"error: there is no command '{words[0]}'; help lists them",
            };
        }
        catch (CallExitException e)
        {
            return $"error: the store did not answer: {e.Reason.Tag}";
        }
    }

    private async Task<string> List()
    {
        var all = await store.List();
        return all.IsEmpty ? "empty" : string.Join('\n', all.Select(e => $"{e.Key} = {e.Value}"));
    }

    // The caller of a server that crashes gets the reason, at once. The supervisor needs a moment more to start the next one.
    private async Task<string> Crash()
    {
        if (await store.TryCrash() is not Error<Unit> error)
            return "error: the store did not crash";
        while (Process.WhereIs(Store.Name) == default)
        {
            await Process.Delay(TimeSpan.FromMilliseconds(1));
        }

        return $"the store crashed: {error.Reason.Tag}; a new one is running";
    }
}
