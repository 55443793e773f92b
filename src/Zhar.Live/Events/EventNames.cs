using System.Text;

namespace Zhar.Live;

/// <summary>Names of methods and parameters as they are written in HTML.</summary>
internal static class EventNames
{
    /// <summary><c>SendMessage</c> becomes <c>send_message</c>.</summary>
    internal static string Snake(string name)
    {
        if (!name.AsSpan().ContainsAnyInRange('A', 'Z'))
            return name;
        var snake = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsAsciiLetterUpper(name[i]) && i > 0 && (!char.IsAsciiLetterUpper(name[i - 1]) || (i + 1 < name.Length && char.IsAsciiLetterLower(name[i + 1]))))
                snake.Append('_');
            snake.Append(char.ToLowerInvariant(name[i]));
        }

        return snake.ToString();
    }
}
