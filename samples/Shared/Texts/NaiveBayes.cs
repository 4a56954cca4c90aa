namespace Shared.Texts;

/// <summary>How a bag begins as naive Bayes. What is best was chosen by validation data.</summary>
/// <param name="Smoothing">What is added to the number of texts of each class that have a piece, before ratios are taken.</param>
/// <param name="Scale">What the mean of the pieces' numbers is multiplied by: a sum would be too sure, as pieces of a text tell much of the same.</param>
public sealed record NaiveBayes(double Smoothing, float Scale);
