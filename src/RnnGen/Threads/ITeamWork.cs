namespace RnnGen.Threads;

/// <summary>Work in parts, each of which a thread does.</summary>
internal interface ITeamWork
{
    /// <summary>Does a part.</summary>
    /// <param name="part">Which.</param>
    void Do(TeamPart part);
}
