using Zhar;

namespace Accounts;

/// <summary>What somebody wants, from the command line or a line of the shell.</summary>
internal abstract record Command
{
    public sealed record Shell : Command;

    public sealed record List(bool? Active) : Command;

    public sealed record Search(string Text) : Command;

    public sealed record Show(string Key) : Command;

    public sealed record Add(Params Attributes) : Command;

    public sealed record Edit(string Key, Params Attributes) : Command;

    public sealed record SetActive(string Key, bool Active) : Command;

    public sealed record Delete(string Key) : Command;

    public sealed record Seed : Command;

    public sealed record Setup : Command;

    public sealed record Help : Command;

    public sealed record Quit : Command;

    /// <summary>Something else, and what to write instead.</summary>
    public sealed record Wrong(string Problem) : Command;

    public const string Usage = """
        list [--active | --inactive]      all users, by name
        search TEXT                       users whose name or email contains the text
        show USER                         one user; USER is a number or an email
        add --name N --email E [--age A] [--active yes|no]
        edit USER [--name N] [--email E] [--age A] [--active yes|no]
        activate USER, deactivate USER    lets a user in, or locks it out
        delete USER                       deletes a user
        seed                              adds three users to play with
        help                              this text
        quit                              ends the shell (so does the end of the input)
        """;

    public const string ProgramUsage = $"""
        usage: Accounts            the shell
               Accounts COMMAND    one command

        {Usage}
        setup                             creates the database on its server

        The users are in accounts.db in the working directory. Another database, by the environment:

          DATABASE_URL=sqlite:/var/lib/accounts.db
          DATABASE_URL=postgres://user:password@host/accounts
          DATABASE_URL=mysql://user:password@host/accounts
        """;

    public static Command Parse(string[] words) => words switch
    {
        [] => new Shell(),
        ["help", ..] or [.., "--help" or "-h"] => new Help(),
        ["list"] => new List(null),
        ["list", "--active"] => new List(true),
        ["list", "--inactive"] => new List(false),
        ["list", ..] => new Wrong("list takes --active, --inactive or nothing"),
        ["search", _, ..] => new Search(string.Join(' ', words.Skip(1))),
        ["search"] => new Wrong("search needs a text: search ada"),
        ["show", var key] => new Show(key),
        ["add", .. var options] => Options("add", options, attributes => new Add(attributes)),
        ["edit", var key, .. var options] when !key.StartsWith("--", StringComparison.Ordinal) => Options("edit", options, attributes => new Edit(key, attributes)),
        ["activate", var key] => new SetActive(key, true),
        ["deactivate", var key] => new SetActive(key, false),
        ["delete", var key] => new Delete(key),
        ["show" or "edit" or "activate" or "deactivate" or "delete", ..] => new Wrong($"{words[0]} needs one user, by number or email: {words[0]} 1"),
        ["seed"] => new Seed(),
        ["setup"] => new Setup(),
        ["quit" or "exit"] => new Quit(),
        ["seed" or "setup" or "quit" or "exit", ..] => new Wrong($"{words[0]} takes nothing after it"),
        _ => new Wrong($"there is no command '{words[0]}'; help lists them"),
    };

    /// <summary>Words between spaces; quotes keep spaces together.</summary>
    /// <returns>Null when a quote is not closed.</returns>
    public static string[]? Split(string line)
    {
        var words = new List<string>();
        var word = new System.Text.StringBuilder();
        var (quote, isWord) = ('\0', false);
        foreach (var c in line)
        {
            if (c == quote)
            {
                quote = '\0';
            }
            else if (quote == '\0' && (c is '"' or '\'') && (word.Length == 0 || word[^1] == '=')) // not the one in O'Brien
            {
                quote = c;
                isWord = true;
            }
            else if (quote == '\0' && char.IsWhiteSpace(c))
            {
                if (isWord)
                    words.Add(word.ToString());
                word.Clear();
                isWord = false;
            }
            else
            {
                word.Append(c);
                isWord = true;
            }
        }

        if (isWord)
            words.Add(word.ToString());
        return quote == '\0' ? [.. words] : null;
    }

    // --name Ada, --name=Ada
    private static Command Options(string command, string[] words, Func<Params, Command> make)
    {
        var attributes = Params.Empty;
        for (var i = 0; i < words.Length; i++)
        {
            var (option, value) = words[i].Split('=', 2) is [var before, var behind] ? (before, behind) : (words[i], null);
            if (Name(option) is not { } name)
                return new Wrong($"{command} has no '{option}'; there are --name, --email, --age and --active");
            if (attributes.Contains(name))
                return new Wrong($"{command} got {option} twice");
            if (value is null && ++i == words.Length)
                return new Wrong($"{option} needs a value: {option} {Example(name)}");
            value ??= words[i];
            attributes = attributes.With(name, name == "is_active" ? Truth(value) : value);
        }

        return make(attributes);
    }

    private static string? Name(string option) => option switch
    {
        "--name" => "name",
        "--email" => "email",
        "--age" => "age",
        "--active" => "is_active",
        _ => null,
    };

    private static string Example(string name) => name switch { "name" => "\"Ada Lovelace\"", "email" => "ada@example.org", "age" => "36", _ => "yes" };

    private static string Truth(string value) => value switch { "yes" => "true", "no" => "false", _ => value };
}
