using System;
using System.Text;

namespace RnnGen.Generator.Text;

/// <summary>
/// The one writer of emitted text: four spaces a level, always <c>\n</c>, no spaces on blank lines, never two of these, and none inside a brace. Text of
/// several lines (raw strings) is indented line by line.
/// </summary>
internal sealed class SourceWriter
{
    /// <summary>What a brace moves text to the right by.</summary>
    public const int SpacesALevel = 4;

    /// <summary>Columns of a line: a longer one goes on in the next.</summary>
    public const int MaxColumns = 140;

    // Where a line may go on in the next: behind the arrow of a body, a comma, or an opening parenthesis.
    private static readonly string[] Breaks = ["=> ", ", ", "("];

    private static readonly string[] InSentences = ["<c>", "<see ", "<paramref "];

    private readonly StringBuilder _text = new(capacity: 1 << 14);
    private int _level;
    private bool _isBlankDue;
    private bool _isAfterBrace;
    private bool _isInExample;
    private string? _comment;
    private int _commentIndentation;

    /// <summary>Writes text as whole lines at the current level.</summary>
    public void WriteLine(string text = "")
    {
        int start = 0;
        while (true)
        {
            int end = text.IndexOf('\n', start);
            int length = (end < 0 ? text.Length : end) - start;
            while (length > 0 && char.IsWhiteSpace(text[start + length - 1]))
            {
                length--;
            }

            if (length == 0)
            {
                _isBlankDue = true;
            }
            else
            {
                WriteLine(text, start, length);
            }

            if (end < 0)
            {
                return;
            }

            start = end + 1;
        }
    }

    private void WriteLine(string text, int start, int length)
    {
        char last = text[start + length - 1];
        bool closes = length == 1 && last == '}';
        if (_isBlankDue && !closes && !_isAfterBrace && _text.Length > 0)
        {
            EndComment();
            _text.Append('\n');
        }

        AppendWrapped(text.Substring(start, length), _level * SpacesALevel);
        _isBlankDue = false;
        _isAfterBrace = length == 1 && last == '{';
    }

    private void AppendWrapped(string line, int indentation)
    {
        string code = line.TrimStart();
        indentation += line.Length - code.Length;
        if (code.StartsWith("//", StringComparison.Ordinal))
        {
            AppendComment(code, indentation);
            return;
        }

        EndComment();
        int room = MaxColumns - indentation;
        bool isContinued = false;
        while (code.Length > room && BreakOf(code, room) is > 0 and int end)
        {
            _text.Append(' ', indentation).Append(code.Substring(0, end).TrimEnd()).Append('\n');
            code = code.Substring(end);
            if (!isContinued)
            {
                isContinued = true;
                indentation += SpacesALevel;
                room -= SpacesALevel;
            }
        }

        _text.Append(' ', indentation).Append(code).Append('\n');
    }

    /// <summary>
    /// A comment, in as many lines as it needs. What has no room goes before the next line of the same paragraph; lines of an example (equations side by side) stay
    /// as they are.
    /// </summary>
    private void AppendComment(string comment, int indentation)
    {
        _isInExample |= comment.Contains("<code>");
        string slashes = comment.StartsWith("/// ", StringComparison.Ordinal) ? "/// " : "// ";
        if (_comment is { } before && before.StartsWith(slashes, StringComparison.Ordinal) && !StartsElement(comment, slashes.Length))
        {
            comment = before + " " + comment.Substring(slashes.Length);
            _comment = null;
        }

        EndComment();
        bool isWrapped = false;
        while (!_isInExample && comment.Length > MaxColumns - indentation && SpaceOf(comment, slashes.Length, MaxColumns - indentation) is > 0 and int end)
        {
            _text.Append(' ', indentation).Append(comment, 0, end).Append('\n');
            comment = slashes + comment.Substring(end + 1);
            isWrapped = true;
        }

        (_comment, _commentIndentation) = (comment, indentation);
        if (!isWrapped || comment[comment.Length - 1] == '>')
        {
            EndComment();
        }

        _isInExample &= !comment.Contains("</code>");
    }

    /// <summary>Whether an element of documentation starts or ends there, and not one inside a sentence.</summary>
    private static bool StartsElement(string comment, int start) =>
        comment.Length > start && comment[start] == '<' && !Array.Exists(InSentences, tag => string.CompareOrdinal(comment, start, tag, 0, tag.Length) == 0);

    private void EndComment()
    {
        if (_comment is not null)
        {
            _text.Append(' ', _commentIndentation).Append(_comment).Append('\n');
            _comment = null;
        }
    }

    /// <summary>The last space of a comment, within the room, that is not inside a tag. 0 for none.</summary>
    private static int SpaceOf(string comment, int start, int room)
    {
        int space = 0;
        bool isInTag = false;
        for (int column = start; column <= room; column++)
        {
            isInTag = comment[column] switch
            {
                '<' => true,
                '>' => false,
                _ => isInTag,
            };
            if (comment[column] == ' ' && !isInTag && column > start)
            {
                space = column;
            }
        }

        return space;
    }

    /// <summary>Where a line that has not the room goes on in the next: as late as it can, but at an arrow if there is one. 0 for nowhere.</summary>
    private static int BreakOf(string code, int room)
    {
        foreach (string mark in Breaks)
        {
            int place = code.LastIndexOf(mark, room - mark.TrimEnd().Length, StringComparison.Ordinal);
            if (place > 0)
            {
                return place + mark.Length;
            }
        }

        return 0;
    }

    /// <summary>Writes a header, if any, and an opening brace; disposing the result closes the block.</summary>
    public Block WriteBlock(string? header = null)
    {
        if (header is not null)
        {
            WriteLine(header);
        }

        WriteLine("{");
        _level++;
        return new Block(this);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        EndComment();
        return _text.ToString();
    }

    /// <summary>An open brace.</summary>
    public readonly struct Block(SourceWriter writer) : IDisposable
    {
        public void Dispose()
        {
            writer._level--;
            writer.WriteLine("}");
        }
    }
}
