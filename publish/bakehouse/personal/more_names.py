"""Names that Faker's lists lack, written for Fournil: of the regions of France, and from elsewhere.

They are short on purpose: those that are frequent, by where they come from.
"""

from publish.bakehouse.personal.kind import words

GIVEN = words(
    """
    maiwenn gwendal gwenael gwenn rozenn nolwenn soizic loeiza enora lena ewen malo tugdual
    erwann yannick ronan goulven azenor bleuenn katell tifenn briac mael maelle maelys loic loig
    fanch peio oihana maialen amaia ainhoa xabi xabier eneko mikel iban unai joseba argia nahia
    ekaitz ghjulia ghjuvan anto petru lisandru letizia vannina saveriu battista orso jordi
    meritxell montserrat mireia arnau aleix nuria titouan frederi miquel estela magali liesel
    elsass greta hansi seppi mathis kylian timeo nolan ethan lenny sacha tiago milan ayden
    aaliyah leana lyna lina ines kenza assia nour sofia lyla mila elya alya romy ava charlie
    celestin nadege kassandra marlene guylaine ginette josette yvon yvonne fabiola roseline rado
    hery faly tiana fara mamy lalaina voahangy haja rija zo tahina moussa aissatou ousmane
    mamadou fatou aminata mariam mariama ibrahima abdoulaye seydou boubacar oumar oumou kadiatou
    hawa bintou fanta djeneba salimata cheikh modou babacar awa ndeye khady coumba penda demba
    samba adama amadou alpha thierno saliou binta ramatoulaye hadja sekou lansana kouame kouassi
    koffi kwame akissi adjoua amenan yao affoue kofi ama esi kwabena abena chinedu ngozi chioma
    emeka ifeoma oluwaseun folake temitope ayodele funmilayo yetunde mohamed mohammed muhammad
    ahmed youssef yousef yassine yacine yanis ilyes ilyas bilal anis amine walid mehdi rachid
    karim nabil nadir samir tarek tariq hichem hicham zakaria ayoub reda redouane khalid fatima
    fatiha zineb zohra nadia samia souad leila leyla malika khadija hafida houria naima latifa
    amel amina soraya yasmina yasmine meriem maryam salma dounia ikram chaima hanane siham wafa
    abdel abdelkader abdallah abdelaziz brahim ismail idriss driss mustapha mostafa lahcen
    hassan houcine huseyin mehmet mustafa ahmet emre murat fatma ayse zeynep elif merve ozlem
    berivan dilan baran azad rojda zelal siyar oleksandr olena andriy nataliya iryna dmytro
    serhiy volodymyr oksana yuliia svitlana ivan dmitri sergei alexei mikhail tatiana svetlana
    ekaterina anastasia ludmila vladimir boris nino giorgi tamar ketevan levan irakli anahit
    armen hayk narine garen tigran aram ani goran dragan milica jelena zoran slobodan marko
    vesna nikola branka agnieszka malgorzata katarzyna krzysztof wojciech grzegorz zbigniew
    pawel piotr jakub ioana andreea mihai bogdan florin cristian razvan catalin doina teodora
    ivaylo krasimira desislava rui joao goncalo vasco filipa catarina manuel duarte luisa
    fernanda linh thi mai huong thanh minh nguyet phuong lan dung tuan hung quang khanh trang
    thuy xiaoling xiaoming wei jing mei ling fang hui yan hong jie qiang jun xin yu li siva
    priya lakshmi suresh ramesh kumar vijay anjali deepika arjun sanjay meena thiru kavitha
    rajan aarav vivaan ishaan rohan neha pooja sunita harpreet gurpreet manpreet hiroshi yuki
    sakura haruto kenji naoko keiko takashi akiko minjun jiwoo seoyeon
    """
)
FAMILY = words(
    """
    riou lebihan bihan legall gall legoff goff kervella kerbrat lecorre tanguy guillou lebras
    floch lefloch cariou quere legrand cadiou jezequel guivarch lebris morvan madec pennec
    etcheverry irigoyen etchegaray harispe elissalde goyeneche iriart bidart duhalde lasserre
    urruty casanova mattei paoli luciani leca santoni albertini mariani poli filippi giudicelli
    puig vidal bosch casals serra ferrer soler hoareau payet grondin fontaine boyer dijoux
    turpin celestin marimoutou ramassamy virapin moutoussamy rakoto rakotomalala andria
    andrianarivo rasolofo razafindrakoto rabe ravelo coulibaly barry sissoko traore diallo
    diarra keita camara toure kone konate cisse sylla ba bah balde ndiaye diop fall gueye sarr
    seck faye sane diouf mbaye thiam niang dia ly sy kane dieng bamba ouattara sangare doumbia
    fofana dembele sidibe sanogo drame soumare yattara kouyate kouame kouassi nguessan koffi yao
    mensah owusu asante boateng okafor okonkwo adeyemi balogun mbappe ngo nkoulou eto mbarga
    ondo obiang moukoko tchoumi kabila mukendi ilunga tshibanda benali benhaddou belkacem bouzid
    bouaziz cherif hamidi mansouri khelifi brahimi ziani slimani haddad elidrissi idrissi alaoui
    bennani berrada tazi fassi benjelloun ouali aitouali amrani saidi rahmani bensalem bensaid
    boukhari boumediene meziane hamdi jaziri trabelsi gharbi mejri ayari dridi yildirim yilmaz
    kaya demir celik sahin demirtas ozturk aydin arslan dogan kilic polat koc shevchenko
    kovalenko bondarenko melnyk tkachenko kravchenko boyko lysenko petrov ivanov sokolov smirnov
    volkov petrova ivanova sokolova smirnova dimitrova georgiev beridze kapanadze sarkissian
    sarkisyan hakobyan petrosyan manoukian kevorkian boghossian petrovic jovanovic nikolic
    markovic horvat kovac babic wojcik kowalski kowalska nowak wisniewski lewandowski kaminski
    zielinski popescu ionescu dumitru radu munteanu figueiredo ferreira pereira oliveira
    goncalves fernandes rodrigues martins sousa lopes carvalho pham tran nguyen hoang huynh phan
    vu vo dang bui duong chen wang zhang liu yang huang zhao wu zhou xu zhu lin kandasamy
    selvarajah sivakumar rajaratnam nadarajah thambirajah subramaniam sharma patel gupta khan
    ahmad hussain malik chaudhry iqbal sato suzuki tanaka watanabe yamamoto nakamura kobayashi
    kim choi jung
    """
)
# In letters of their own, as they are written there.
GIVEN_ELSEWHERE = words(
    """
    олена олександр андрій наталія ірина оксана сергій дмитро іван марія анна юлія катерина иван
    мария елена дмитрий сергей алексей ольга наталья татьяна андрей владимир γιώργος γιάννης
    μαρία ελένη κώστας νίκος δημήτρης αικατερίνη βασιλική σοφία محمد أحمد علي حسن فاطمة مريم
    عائشة خديجة يوسف إبراهيم عمر خالد زينب سارة ليلى نور დავით გიორგი ნინო მარიამ Արմեն Անահիտ
    դավիթ
    """
)
